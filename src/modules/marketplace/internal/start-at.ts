import type { ListedApp } from './listed-app.js';

/**
 * Where the app begins the flow, told who asks (`iss`). Null without an https address on the verified domain of the app: a
 * domain that is lost, or another host, gets nobody sent there.
 */
export function startAt(
  { verifiedDomain, listing }: Pick<ListedApp, 'verifiedDomain' | 'listing'>,
  issuer: string,
): string | null {
  const url = URL.parse(listing.initiateLoginUri ?? '');
  if (!url || verifiedDomain === null || !isPlainHttps(url)) return null;
  if (!isAt(url.hostname, verifiedDomain)) return null;
  url.searchParams.set('iss', issuer);
  return url.href;
}

const isPlainHttps = ({ protocol, username, password }: URL): boolean =>
  protocol === 'https:' && username === '' && password === '';

const isAt = (host: string, domain: string): boolean =>
  host === domain || host.endsWith(`.${domain}`);
