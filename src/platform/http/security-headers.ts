import type { NextFunction, Request, Response } from 'express';

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
