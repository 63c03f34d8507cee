import type { Client } from './client.js';

/** The validated redirect URI, and the installation of the app. */
export interface MatchedRedirectUri {
  /** As requested, with the ephemeral port. */
  readonly uri: string;
  /** The registered URI without a loopback port: a grant belongs to one installation. */
  readonly installation: string;
}

/**
 * The registered redirect URI that a request matches, or null. Simple string comparison (OAuth 2.1 §4.1.1, RFC 9700
 * §4.1.3); only the port of a loopback URI may differ (RFC 8252 §7.3). It may be absent if exactly one is registered.
 */
export function matchRedirectUri(
  { redirectUris }: Pick<Client, 'redirectUris'>,
  requested: string | undefined,
): MatchedRedirectUri | null {
  const uri = requested ?? (redirectUris.length === 1 ? redirectUris[0] : undefined);
  if (uri === undefined) return null;
  const portFree = withoutLoopbackPort(uri);
  const matches = (registered: string): boolean =>
    registered === uri || (portFree !== null && withoutLoopbackPort(registered) === portFree);
  return redirectUris.some(matches) ? { uri, installation: portFree ?? uri } : null;
}

/** `http` on a literal loopback host, an optional port, and the rest. The three hosts are not equivalent. */
const LOOPBACK =
  /^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost))(?::([1-9][0-9]{0,4}))?((?:[/?].*)?)$/;

export const isLoopbackUri = (uri: string): boolean => withoutLoopbackPort(uri) !== null;

/** Identifies an installation of an app: the URI, a loopback one without its port. */
export const installationOf = (uri: string): string => withoutLoopbackPort(uri) ?? uri;

/**
 * The URI without its port, or null if it is not an http loopback one. An empty path counts as `/`: VS Code registers
 * one and requests the other.
 */
function withoutLoopbackPort(uri: string): string | null {
  const [, origin, port, rest] = LOOPBACK.exec(uri) ?? [];
  if (origin === undefined || rest === undefined || Number(port ?? 0) > 65_535) return null;
  return rest.startsWith('/') ? origin + rest : `${origin}/${rest}`;
}
