import cors from 'cors';
import type { NextFunction, Request, Response } from 'express';

/** What a browser app may call (RFC 10017): never the pages, where a session cookie speaks for the person. */
const OPEN_PATHS =
  /^\/(v1(\/|$)|\.well-known\/|oauth\/(token|par|register|revoke|userinfo|jwks)(\/|$)|openapi\.json$)/;

const EXPOSED = ['WWW-Authenticate', 'DPoP-Nonce', 'Retry-After', 'X-Request-Id'];

const open = cors({
  origin: '*',
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: ['Authorization', 'Content-Type', 'DPoP', 'Idempotency-Key', 'X-Request-Id'],
  exposedHeaders: EXPOSED,
  maxAge: 3600,
});

/** Clients name headers of their own there (`Mcp-Param-…`); which pages may call it is decided at the call. */
const mcp = cors({
  origin: '*',
  methods: ['POST'],
  exposedHeaders: EXPOSED,
  maxAge: 3600,
});

/** Lets every origin in on open paths, without credentials, errors included; says nothing anywhere else. */
export function crossOrigin(request: Request, response: Response, next: NextFunction): void {
  if (OPEN_PATHS.test(request.path)) open(request, response, next);
  else if (request.path === '/mcp') mcp(request, response, next);
  else next();
}
