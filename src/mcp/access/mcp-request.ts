import type { Request } from 'express';
import type { VerifiedAccess } from '../../modules/tokens/verified-access.js';

/** A request with the access that the guard has verified. */
export type McpRequest = Request & { access?: VerifiedAccess };

export function accessOf({ access }: McpRequest): VerifiedAccess {
  if (!access) throw new Error('There is an access only behind the guard of @McpEndpoint.');
  return access;
}
