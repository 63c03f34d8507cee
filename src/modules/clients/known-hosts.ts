/** What is known of the publisher of a metadata document, beyond what the document says. */
export interface KnownHost {
  /** How often it may be asked: it speaks for more apps, and more people, than others. */
  readonly fetchesPerMinute: number;
  /** It names the token endpoint as the audience of its assertions, where RFC 10070 wants the issuer alone. */
  readonly assertionAudience?: 'token_endpoint';
}

/**
 * Hosts whose metadata documents are believed to describe the products of their names. Their apps count as
 * `development` for the Product API, without an organisation of their own, and as `verified` for the MCP endpoint.
 */
const KNOWN_HOSTS: Readonly<Record<string, KnownHost>> = {
  'claude.ai': { fetchesPerMinute: 60 },
  'chatgpt.com': { fetchesPerMinute: 60, assertionAudience: 'token_endpoint' },
  'vscode.dev': { fetchesPerMinute: 60 },
  'zed.dev': { fetchesPerMinute: 60 },
  'opencode.ai': { fetchesPerMinute: 60 },
  'grok.com': { fetchesPerMinute: 60 },
};

/** The host that a `client_id` names, or null if it is not a URL. */
export const hostOfClientId = (clientId: string): string | null =>
  clientId.startsWith('https://') ? (URL.parse(clientId)?.hostname ?? null) : null;

/** Null for other hosts, other schemes and ids of ours. Only on the usual port: another one is somebody else. */
export function knownHostOf(clientId: string): KnownHost | null {
  const url = clientId.startsWith('https://') ? URL.parse(clientId) : null;
  return url?.port === '' && Object.hasOwn(KNOWN_HOSTS, url.hostname)
    ? (KNOWN_HOSTS[url.hostname] ?? null)
    : null;
}
