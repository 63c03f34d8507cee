/** The target of a redirect URI, as far as the name rules depend on it. */
type RedirectTarget =
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'device' }
  | { readonly kind: 'scheme'; readonly scheme: string };

/** Of a valid redirect URI. */
export function redirectTarget(uri: string): RedirectTarget {
  const { protocol, hostname } = new URL(uri);
  if (protocol === 'https:') return { kind: 'host', host: hostname };
  if (protocol === 'http:') return { kind: 'device' };
  return { kind: 'scheme', scheme: protocol.slice(0, -1) };
}

/** The neutral name of an app, made from its redirect target, which is verified by use. */
export function neutralName(redirectUris: readonly string[]): string {
  const targets = redirectUris.map(redirectTarget);
  const host = targets.find((target) => target.kind === 'host');
  if (host) return `App at ${host.host}`;
  const scheme = targets.find((target) => target.kind === 'scheme');
  return scheme ? `App that opens ${scheme.scheme} links` : 'App on this device';
}
