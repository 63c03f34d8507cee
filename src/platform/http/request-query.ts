import type { NextFunction, Request, Response } from 'express';
import { StrictForm } from './strict-form.js';

const read = new WeakMap<Request, StrictForm>();

/** The query parameters, parsed strictly and once. @throws OAuthError `invalid_request` beyond 128 parameters */
export function queryOf(request: Request): StrictForm {
  const known = read.get(request);
  if (known) return known;
  const start = request.originalUrl.indexOf('?');
  const query = StrictForm.parseLoosely(start === -1 ? '' : request.originalUrl.slice(start + 1));
  read.set(request, query);
  return query;
}

/** Sets `request.query` from them: Express would parse the query at every access, and silently stop at 1,000. */
export function boundedQuery(request: Request, _response: Response, next: NextFunction): void {
  let record: Request['query'] | undefined;
  Object.defineProperty(request, 'query', {
    configurable: true,
    get: () => (record ??= queryOf(request).toRecord()),
  });
  next();
}
