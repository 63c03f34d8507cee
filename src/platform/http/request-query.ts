import type { Express, Request } from 'express';
import { StrictForm } from './strict-form.js';

const FORM = Symbol('query as a form');
const RECORD = Symbol('query as a record');

type WithQuery = Request & { [FORM]?: StrictForm; [RECORD]?: Request['query'] };

/** The query parameters, parsed strictly and once. @throws OAuthError `invalid_request` beyond 128 parameters */
export function queryOf(request: Request): StrictForm {
  return ((request as WithQuery)[FORM] ??= parse(request.originalUrl));
}

function parse(url: string): StrictForm {
  const start = url.indexOf('?');
  return start === -1 ? StrictForm.EMPTY : StrictForm.parseLoosely(url.slice(start + 1));
}

/** Makes `request.query` of them: Express would parse the query at every access, and silently stop at 1,000. */
export function boundQuery(server: Express): void {
  Object.defineProperty(server.request, 'query', {
    get(this: WithQuery) {
      return (this[RECORD] ??= queryOf(this).toRecord());
    },
  });
}
