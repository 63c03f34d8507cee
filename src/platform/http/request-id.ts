import type {} from 'pino-http';
import type { NextFunction, Request, Response } from 'express';
import { newId, toWireId } from '../../kernel/ids.js';

const ACCEPTABLE = /^[A-Za-z0-9._-]{8,64}$/;

/**
 * Gives every request an id of ours and says it in `X-Request-Id`. Answers, log and audit go by it; a caller's own
 * could be anything, such as the id of somebody else's request.
 */
export function requestId(request: Request, response: Response, next: NextFunction): void {
  const id = toWireId('req', newId());
  request.id = id;
  response.setHeader('X-Request-Id', id);
  next();
}

/** The id that the caller gave the request, if it is harmless: for the log, apart from ours. */
export function callersRequestId({ headers }: Pick<Request, 'headers'>): string | undefined {
  const given = headers['x-request-id'];
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : undefined;
}
