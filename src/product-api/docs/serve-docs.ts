import type { NestExpressApplication } from '@nestjs/platform-express';
import type { RequestHandler } from 'express';

/**
 * Serves the OpenAPI document at `/openapi.json`, and the documentation below `/docs`. The first request makes them: most
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
  app.getHttpAdapter().getInstance().get(['/docs', '/docs/{*rest}', '/openapi.json'], answer);
}

async function makeRouter(app: NestExpressApplication, issuer: string): Promise<RequestHandler> {
  const { docsRouter } = await import('./docs-router.js');
  return docsRouter(app, issuer);
}
