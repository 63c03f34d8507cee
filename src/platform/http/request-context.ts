import { AsyncLocalStorage } from 'node:async_hooks';
import type { NextFunction, Request, Response } from 'express';
import { arrivalOf } from './arrival.js';

/** Where a request came from, for the audit log. */
export interface RequestContext {
  readonly requestId: string;
  readonly ip: string | undefined;
  readonly userAgent: string | undefined;
  /** When it set out to us (`arrivalOf`), in milliseconds of this process's monotonic clock. */
  readonly receivedAt: number;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The request being served, or undefined in a job or at the command line. */
export const currentRequest = (): RequestContext | undefined => storage.getStore();

/**
 * Milliseconds since the request arrived: what it waited for a connection included. It tells the loser of a
 * race, who was here before the winner was done, from somebody who comes later.
 */
export function elapsedMilliseconds(): number {
  const request = currentRequest();
  return request ? performance.now() - request.receivedAt : 0;
}

/** Must stand after `requestId`. */
export function requestContext(request: Request, _response: Response, next: NextFunction): void {
  const context = {
    requestId: request.id as string,
    ip: request.ip,
    userAgent: request.headers['user-agent']?.slice(0, 512),
    receivedAt: arrivalOf(request),
  };
  storage.run(context, next);
}
