import type { Request } from 'express';
import type { RequestSurface } from '../logged-request.js';

const PROJECT = '/v1/project/:project';

/** Method and route as registered: never the path of the request, which has ids, or its query. */
export function operationOf(request: Request): string {
  const route = (request as { route?: { path?: unknown } }).route?.path;
  if (typeof route !== 'string') return `${request.method} (no route)`;
  const path = route.startsWith(PROJECT) ? route.slice(PROJECT.length) : route;
  return `${request.method} ${(path === '' ? '/' : path).replaceAll(/:(\w+)/g, '{$1}')}`;
}

export function surfaceOf({ originalUrl }: Request): RequestSurface {
  if (originalUrl.startsWith('/mcp')) return 'mcp';
  return originalUrl.startsWith('/oauth') ? 'token' : 'api';
}
