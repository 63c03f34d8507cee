import type { AuthMethod, Client } from '../../../clients/client.js';

/** What the snippets of an app contain. No secret: its place is a variable of the environment. */
export interface SnippetValues {
  readonly issuer: string;
  readonly clientId: string;
  readonly method: AuthMethod;
  /** Null for a service. */
  readonly redirectUri: string | null;
  readonly scope: string;
}

/** For a server on this computer, without TLS: libraries refuse that unless told otherwise. */
export const isPlainHttp = ({ issuer }: SnippetValues): boolean => issuer.startsWith('http:');

export const hasSecret = ({ method }: SnippetValues): boolean =>
  method === 'client_secret_basic' || method === 'client_secret_post';

/** A loopback redirect URI first, since the snippets run on the developer's computer. */
export function snippetValues(client: Client, issuer: string): SnippetValues {
  const { clientId, redirectUris, tokenEndpointAuthMethod: method, scope } = client;
  const loopback = redirectUris.find((uri) => uri.startsWith('http://'));
  const redirectUri = loopback ?? redirectUris[0] ?? null;
  return { issuer, clientId, method, redirectUri, scope: scope?.toString() ?? '' };
}

/** Lines, without those that do not apply. */
export const linesOf = (...lines: readonly (string | false)[]): string =>
  lines.filter((line) => line !== false).join('\n');

/** A string literal of JavaScript and Python. */
export const quoted = (text: string): string => JSON.stringify(text);

/** A word of a POSIX shell. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** A string literal of PHP. */
export const phpString = (text: string): string =>
  `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
