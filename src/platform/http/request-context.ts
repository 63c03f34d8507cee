import { AsyncLocalStorage } from 'node:async_hooks';
import type { NextFunction, Request, Response } from 'express';
import { receivedAt } from '../single-use/received-at.js';

/** The source of a request, for the audit log. */
export interface RequestContext {
  readonly requestId: string;
  readonly ip: string | undefined;
  readonly userAgent: string | undefined;
  /** Milliseconds of this process's monotonic clock (`receivedAt`). */
  readonly receivedAt: number;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The request being served, or undefined in a job or at the command line. */
export const currentRequest = (): RequestContext | undefined => storage.getStore();

/** Runs `next` with the source of the request, which has an id. */
export function requestContext(request: Request, _response: Response, next: NextFunction): void {
  const context = {
    requestId: request.id as string,
    ip: request.ip,
    userAgent: request.headers['user-agent']?.slice(0, 512),
    receivedAt: receivedAt(request),
  };
  storage.run(context, next);
}
