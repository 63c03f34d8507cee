import type { NextFunction, Request, Response } from 'express';
import { StrictForm } from './strict-form.js';

const read = new WeakMap<Request, StrictForm>();

/** The query to the letter, parsed once. @throws OAuthError `invalid_request` beyond 128 parameters */
export function queryOf(request: Request): StrictForm {
  const known = read.get(request);
  if (known) return known;
  const start = request.originalUrl.indexOf('?');
  const query = StrictForm.parseLoosely(start === -1 ? '' : request.originalUrl.slice(start + 1));
  read.set(request, query);
  return query;
}

/** Makes `request.query` the same: Express would parse it anew at every look, and stop at 1,000 in silence. */
export function boundedQuery(request: Request, _response: Response, next: NextFunction): void {
  let record: Request['query'] | undefined;
  Object.defineProperty(request, 'query', {
    configurable: true,
    get: () => (record ??= queryOf(request).toRecord()),
  });
  next();
}
