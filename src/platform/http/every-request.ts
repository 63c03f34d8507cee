import type { Request, RequestHandler, Response } from 'express';
import type { RequestLog } from '../logging/request-log.js';
import type { FinishedAppRequests } from './app-request.js';
import type { Draining } from './draining.js';
import { requestContext } from './request-context.js';
import { newRequestId } from './request-id.js';
import { crossOrigin, securityHeaders, setHeaders } from './surface-headers.js';

interface Observers {
  readonly log: RequestLog;
  readonly draining: Draining;
  readonly apps: FinishedAppRequests;
  /** Whether clients use https. */
  readonly secure: boolean;
}

/** What each request gets before the router: one function, since each layer of Express costs. */
export function everyRequest({ log, draining, apps, secure }: Observers): RequestHandler {
  const headers = securityHeaders(secure);
  const closed = (request: Request, response: Response, durationMs: number): void => {
    draining.forget(response);
    apps.tell(request, response, durationMs);
  };
  return (request, response, next) => {
    request.id = newRequestId();
    response.setHeader('X-Request-Id', request.id);
    log.observe(request, response, closed);
    draining.observe(response);
    setHeaders(response, headers);
    requestContext(request, response, () => crossOrigin(request, response, next));
  };
}
