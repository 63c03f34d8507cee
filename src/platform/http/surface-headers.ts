import { Injectable, type CanActivate, type ExecutionContext, type Type } from '@nestjs/common';
import cors from 'cors';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ruleOfPath, surfaceOf, SURFACES, type Surface } from './surface.js';

export type Headers = readonly (readonly [name: string, value: string])[];

/** Headers of every response. Pages add their own policy; HSTS is only sent on https. */
export const securityHeaders = (secure: boolean): Headers => [
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
  ['X-Frame-Options', 'DENY'],
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ...(secure ? ([['Strict-Transport-Security', 'max-age=31536000']] as const) : []),
];

export function setHeaders(response: Response, headers: Headers): void {
  for (const [name, value] of headers) response.setHeader(name, value);
}

const EXPOSED = [
  ...['WWW-Authenticate', 'DPoP-Nonce', 'Retry-After', 'X-Request-Id', 'ETag'],
  ...['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
  ...['RateLimit-Policy', 'RateLimit', 'Idempotency-Replayed', 'Fault-Simulated'],
  ...['Api-Version', 'Deprecation', 'Sunset', 'Link'],
];

/** Of responses of surfaces that are open to every origin. */
const OPEN: Headers = [
  ['Access-Control-Allow-Origin', '*'],
  ['Access-Control-Expose-Headers', EXPOSED.join(',')],
];

/** The headers of each response of a surface, except the id, as Express gets them by `everyRequest`. */
export const headersOfEveryResponse = (
  secure: boolean,
  { crossOrigin }: (typeof SURFACES)[Surface],
): Headers => [...securityHeaders(secure), ...(crossOrigin.length > 0 ? OPEN : [])];

/**
 * Responds to a preflight. Any header may be sent cross-origin: apps send their own (`MCP-Protocol-Version`,
 * `traceparent`), and none of them carries authority here, since no cookie is sent.
 */
const preflightFor = (methods: readonly string[]): RequestHandler =>
  cors({ origin: '*', methods: [...methods], exposedHeaders: EXPOSED, maxAge: 3600 });

const PREFLIGHTS = new Map(
  Object.entries(SURFACES)
    .filter(([, { crossOrigin }]) => crossOrigin.length > 0)
    .map(([surface, { crossOrigin }]) => [surface, preflightFor(crossOrigin)]),
);

/** Sets the CORS headers of surfaces that are open to every origin, errors included; none elsewhere. */
export function crossOrigin(request: Request, response: Response, next: NextFunction): void {
  const preflight = PREFLIGHTS.get(ruleOfPath(request.path).surface);
  if (!preflight) return next();
  if (request.method === 'OPTIONS') return preflight(request, response, next) as undefined;
  setHeaders(response, OPEN);
  next();
}

/** Sets the cache headers of every controller, before any other guard. */
@Injectable()
export class CacheHeadersGuard implements CanActivate {
  private readonly rules = new Map<Type, (typeof SURFACES)[Surface]>();

  canActivate(context: ExecutionContext): boolean {
    const controller = context.getClass();
    const { cacheControl, vary } = this.rules.get(controller) ?? this.read(controller);
    const response = context.switchToHttp().getResponse<Response>();
    response.setHeader('Cache-Control', cacheControl);
    if (vary !== undefined) response.vary(vary);
    return true;
  }

  private read(controller: Type): (typeof SURFACES)[Surface] {
    const surface = surfaceOf(controller);
    if (!surface) throw new Error(`${controller.name} declares no surface.`);
    this.rules.set(controller, SURFACES[surface]);
    return SURFACES[surface];
  }
}
