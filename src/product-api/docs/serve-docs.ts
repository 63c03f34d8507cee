import type { NestExpressApplication } from '@nestjs/platform-express';
import type { RequestHandler } from 'express';

const PATHS = ['/docs', '/docs/{*rest}', '/problems', '/problems/:code', '/openapi.json'];

/**
 * Serves the OpenAPI document at `/openapi.json`, the documentation below `/docs`, and a page for each type of problem. The first request makes them: most
 * processes never need them.
 */
export function serveDocs(app: NestExpressApplication, issuer: string): void {
  let router: Promise<RequestHandler> | undefined;
  const answer: RequestHandler = async (request, response, next) => {
    router ??= makeRouter(app, issuer).catch((error: unknown) => {
      // The next request tries again.
      router = undefined;
      throw error;
    });
    (await router)(request, response, next);
  };
  app.getHttpAdapter().getInstance().get(PATHS, answer);
}

async function makeRouter(app: NestExpressApplication, issuer: string): Promise<RequestHandler> {
  const { docsRouter } = await import('./docs-router.js');
  return docsRouter(app, issuer);
}
