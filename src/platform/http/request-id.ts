import type {} from 'pino-http';
import type { Request } from 'express';
import { newId, toWireId } from '../../kernel/ids.js';

const ACCEPTABLE = /^[A-Za-z0-9._-]{8,64}$/;

/**
 * Gives every request an id and sends it in `X-Request-Id`. Responses, log and audit use it; a caller's own id could be
 * anything, such as the id of another request.
 */
export const newRequestId = (): string => toWireId('req', newId());

/** The id that the caller sent, if it has only safe characters: for the log, apart from ours. */
export function callersRequestId({ headers }: Pick<Request, 'headers'>): string | undefined {
  const given = headers['x-request-id'];
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : undefined;
}
