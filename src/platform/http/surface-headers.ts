import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import cors from 'cors';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ruleOfPath, surfaceOf, SURFACES } from './surface.js';

/** What every answer carries. Pages add their own policy; transport security only makes sense on https. */
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
 * No list of headers: what a preflight asks for is allowed. Apps send headers of their own (`MCP-Protocol-Version`,
 * `traceparent`) to all of these alike, and none of them lends an authority here, for no cookie comes along.
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

/** Lets every origin in where the surface does, errors included; says nothing anywhere else. */
export function crossOrigin(request: Request, response: Response, next: NextFunction): void {
  const open = OPEN.get(ruleOfPath(request.path).surface);
  if (open) open(request, response, next);
  else next();
}

/** Of every controller, before any other guard: what caches may keep. */
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
