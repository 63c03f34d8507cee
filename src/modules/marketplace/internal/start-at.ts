import { isOnDomain, plainHttps } from '../../app-profiles/app-listing.js';
import type { ListedApp } from './listed-app.js';

/**
 * Where the app begins the flow, told who asks (`iss`). Null without an https address on the verified domain of the app: a
 * domain that is lost, or another host, gets nobody sent there.
 */
export function startAt(
  { verifiedDomain, listing }: Pick<ListedApp, 'verifiedDomain' | 'listing'>,
  issuer: string,
): string | null {
  const url = plainHttps(listing.initiateLoginUri ?? '');
  if (!url || verifiedDomain === null || !isOnDomain(url, verifiedDomain)) return null;
  url.searchParams.set('iss', issuer);
  return url.href;
}
