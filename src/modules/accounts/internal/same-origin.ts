import type { Request } from 'express';

/**
 * False if the browser says that the request comes from another site (attack D2). Silence is fine: the form's
 * token decides then. `Origin: null` is silence, because that is what our own pages' `no-referrer` makes of it
 * (Fetch §3.2); a page of somebody else then still says `Sec-Fetch-Site: cross-site`.
 */
export function isSameOrigin(request: Request, ownOrigin: string): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined && origin !== 'null' && origin !== ownOrigin) return false;
  return site === undefined || site === 'same-origin';
}
