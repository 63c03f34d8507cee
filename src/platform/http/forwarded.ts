import type { NextFunction, Request, Response } from 'express';

const NAME = 'x-forwarded-for';
/** Characters; some twenty addresses. */
const LONGEST = 1_000;

/**
 * Determines the caller's address once: Express parses the whole header at every access. The header is cut to what the
 * trusted proxies can have appended, since anything to the left of that is unverified. Must be the first middleware.
 */
export function callersAddress(request: Request, _response: Response, next: NextFunction): void {
  const list = request.headers[NAME];
  if (typeof list === 'string' && list.length > LONGEST) {
    const end = list.slice(-LONGEST);
    request.headers[NAME] = end.slice(end.indexOf(',') + 1);
  }
  Object.defineProperty(request, 'ip', { configurable: true, value: request.ip });
  next();
}
