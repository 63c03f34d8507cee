import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import cors from 'cors';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ruleOfPath, surfaceOf, SURFACES } from './surface.js';

/** Headers of every response. Pages add their own policy; HSTS is only sent on https. */
export const securityHeaders =
  (secure: boolean) =>
  (_request: Request, response: Response, next: NextFunction): void => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('X-Frame-Options', 'DENY');
    response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
    if (secure) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    next();
  };

/**
 * Any header may be sent cross-origin: apps send their own (`MCP-Protocol-Version`, `traceparent`), and none of them
 * carries authority here, since no cookie is sent.
 */
const openTo = (methods: readonly string[]): RequestHandler =>
  cors({
    origin: '*',
    methods: [...methods],
    exposedHeaders: ['WWW-Authenticate', 'DPoP-Nonce', 'Retry-After', 'X-Request-Id'],
    maxAge: 3600,
  });

const OPEN = new Map(
  Object.entries(SURFACES)
    .filter(([, { crossOrigin }]) => crossOrigin.length > 0)
    .map(([surface, { crossOrigin }]) => [surface, openTo(crossOrigin)]),
);

/** Sets the CORS headers of surfaces that are open to every origin, errors included; none elsewhere. */
export function crossOrigin(request: Request, response: Response, next: NextFunction): void {
  const open = OPEN.get(ruleOfPath(request.path).surface);
  if (open) open(request, response, next);
  else next();
}

/** Sets the cache headers of every controller, before any other guard. */
@Injectable()
export class CacheHeadersGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const surface = surfaceOf(context.getClass());
    if (!surface) throw new Error(`${context.getClass().name} declares no surface.`);
    const response = context.switchToHttp().getResponse<Response>();
    const { cacheControl, vary } = SURFACES[surface];
    response.setHeader('Cache-Control', cacheControl);
    if (vary !== undefined) response.vary(vary);
    return true;
  }
}
