import cors from 'cors';
import type { NextFunction, Request, Response } from 'express';

/** What a browser app may call (RFC 10017): never the pages, where a session cookie speaks for the person. */
const OPEN_PATHS =
  /^\/(v1(\/|$)|\.well-known\/|oauth\/(token|par|register|revoke|userinfo|jwks)(\/|$)|openapi\.json$)/;

const open = cors({
  origin: '*',
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: ['Authorization', 'Content-Type', 'DPoP', 'Idempotency-Key', 'X-Request-Id'],
  exposedHeaders: ['WWW-Authenticate', 'DPoP-Nonce', 'Retry-After', 'X-Request-Id'],
  maxAge: 3600,
});

/** Lets every origin in on open paths, without credentials, errors included; says nothing anywhere else. */
export function crossOrigin(request: Request, response: Response, next: NextFunction): void {
  if (OPEN_PATHS.test(request.path)) open(request, response, next);
  else next();
}
