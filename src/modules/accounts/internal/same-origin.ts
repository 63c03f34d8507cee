import type { Request } from 'express';

/**
 * False if the browser says that the request comes from another site (attack D2). Without either header the CSRF token
 * decides. `Origin: null` counts as absent, since our own pages send it under `no-referrer` (Fetch §3.2); a cross-site
 * page then still sends `Sec-Fetch-Site: cross-site`.
 */
export function isSameOrigin(request: Request, ownOrigin: string): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined && origin !== 'null' && origin !== ownOrigin) return false;
  return site === undefined || site === 'same-origin';
}
