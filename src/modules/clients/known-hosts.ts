/** Facts about the publisher of a metadata document, beyond the document. */
export interface KnownHost {
  /** Its fetch limit, higher since it hosts the documents of many apps. */
  readonly fetchesPerMinute: number;
  /** Its assertions have the token endpoint as audience, where RFC 10070 requires the issuer alone. */
  readonly assertionAudience?: 'token_endpoint';
}

/**
 * Hosts whose metadata documents are trusted to describe their products. Their apps have tier `development` at the
 * Product API, without an organisation of their own, and `verified` at the MCP endpoint.
 */
const KNOWN_HOSTS: Readonly<Record<string, KnownHost>> = {
  'claude.ai': { fetchesPerMinute: 60 },
  'chatgpt.com': { fetchesPerMinute: 60, assertionAudience: 'token_endpoint' },
  'vscode.dev': { fetchesPerMinute: 60 },
  'zed.dev': { fetchesPerMinute: 60 },
  'opencode.ai': { fetchesPerMinute: 60 },
  'grok.com': { fetchesPerMinute: 60 },
};

/** For SQL. */
export const KNOWN_HOST_NAMES: readonly string[] = Object.keys(KNOWN_HOSTS);

/** The host of a `client_id`, or null if it is not a URL. */
export const hostOfClientId = (clientId: string): string | null =>
  clientId.startsWith('https://') ? (URL.parse(clientId)?.hostname ?? null) : null;

/**
 * Null for other hosts, other schemes and ids of this server. Default port only: another port may be another publisher.
 */
export function knownHostOf(clientId: string): KnownHost | null {
  const url = clientId.startsWith('https://') ? URL.parse(clientId) : null;
  return url?.port === '' && Object.hasOwn(KNOWN_HOSTS, url.hostname)
    ? (KNOWN_HOSTS[url.hostname] ?? null)
    : null;
}
