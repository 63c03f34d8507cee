import type { NextFunction, Request, Response } from 'express';

const NAME = 'x-forwarded-for';
/** Characters; some twenty addresses. */
const LONGEST = 1_000;

/**
 * Finds the caller's address once: Express reads the whole list again at every look. The list is cut to what our own
 * proxies can have written, for whatever stands to the left of that is somebody's say-so. Must be the first middleware.
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
