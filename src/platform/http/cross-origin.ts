import cors from 'cors';
import type { NextFunction, Request, Response } from 'express';

/** What a browser app may call (RFC 10017): never the pages, where a session cookie speaks for the person. */
const OPEN_PATHS =
  /^\/(v1(\/|$)|\.well-known\/|oauth\/(token|par|register|revoke|userinfo|jwks)(\/|$)|openapi\.json$)/;
/** Which pages may call it is decided at the call. */
const MCP_PATH = /^\/mcp\/?$/;

/**
 * No list of headers: what a preflight asks for is allowed. Apps send headers of their own (`MCP-Protocol-Version`,
 * `traceparent`) to all of these alike, and none of them lends an authority here, for no cookie comes along.
 */
const openTo = (methods: string[]) =>
  cors({
    origin: '*',
    methods,
    exposedHeaders: ['WWW-Authenticate', 'DPoP-Nonce', 'Retry-After', 'X-Request-Id'],
    maxAge: 3600,
  });

const open = openTo(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);
const mcp = openTo(['POST']);

/** Lets every origin in on open paths, without credentials, errors included; says nothing anywhere else. */
export function crossOrigin(request: Request, response: Response, next: NextFunction): void {
  if (OPEN_PATHS.test(request.path)) open(request, response, next);
  else if (MCP_PATH.test(request.path)) mcp(request, response, next);
  else next();
}
