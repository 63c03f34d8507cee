import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** This page has scripts and styles of its own, unlike every other page here. */
const DOCS_POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data:`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

/** Serves the OpenAPI document at `/openapi.json` and as a page at `/docs`. The first request makes it. */
export function serveOpenApi(app: NestExpressApplication, issuer: string): void {
  app.use('/docs', (_request: Request, response: Response, next: NextFunction) => {
    response.setHeader('Content-Security-Policy', DOCS_POLICY);
    next();
  });
  let router: Promise<RequestHandler> | undefined;
  const answer: RequestHandler = async (request, response, next) => {
    router ??= makeRouter(app, issuer).catch((error: unknown) => {
      // The next request tries again.
      router = undefined;
      throw error;
    });
    (await router)(request, response, next);
  };
  app.getHttpAdapter().getInstance().get(['/docs', '/docs/{*rest}', '/openapi.json'], answer);
}

async function makeRouter(app: NestExpressApplication, issuer: string): Promise<RequestHandler> {
  const { openApiRouter } = await import('./open-api.js');
  return openApiRouter(app, issuer);
}
