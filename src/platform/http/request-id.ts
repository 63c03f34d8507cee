import type {} from 'pino-http';
import type { NextFunction, Request, Response } from 'express';
import { newId, toWireId } from '../../kernel/ids.js';

const ACCEPTABLE = /^[A-Za-z0-9._-]{8,64}$/;

/** Gives every request an id, the caller's own if it is harmless, and says it in `X-Request-Id`. */
export function requestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && ACCEPTABLE.test(given) ? given : toWireId('req', newId());
  request.id = id;
  response.setHeader('X-Request-Id', id);
  next();
}
