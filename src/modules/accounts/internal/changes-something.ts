import type { Request } from 'express';

/** GET and HEAD only show. */
export const changesSomething = (request: Request): boolean =>
  request.method !== 'GET' && request.method !== 'HEAD';
