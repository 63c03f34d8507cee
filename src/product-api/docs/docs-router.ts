import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Router, type RequestHandler, type Response } from 'express';
import { notFound } from '../../kernel/errors/problem-error.js';
import type { PageContent } from '../../platform/pages/outcome.js';
import { renderPage, writePageHead } from '../../platform/pages/render-page.js';
import { describeProductApi } from '../open-api.js';
import { CONSOLE_SCRIPT } from './console.js.js';
import { consolePage } from './console.page.js';
import { CALLBACK_PATH } from './docs-client.js';
import { DOCS_STYLE } from './docs.css.js';
import { guidePage, sectionPage } from './guide.page.js';
import { readGuide } from './guide.js';
import { POSTMAN_PATH } from './navigation.js';
import { postmanCollection } from './postman-collection.js';
import { isProblemCode, problemPage, problemsPage } from './problems.page.js';

/** The console has scripts and inline styles, unlike every other page here. */
const CONSOLE_POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data:`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

const CACHE = 'public, max-age=3600';

/** Files of Swagger UI that the console needs. */
const SWAGGER_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'oauth2-redirect.js'] as const;

/** Everything below `/docs` and `/problems`, and `/openapi.json`. */
export function docsRouter(app: NestExpressApplication, issuer: string): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const document = describeProductApi(app, issuer);
  router.get('/openapi.json', answerJson(document));
  router.get(POSTMAN_PATH, answerJson(postmanCollection(document)));
  router.get('/docs', async (_request, response) => {
    show(response, consolePage(issuer, await readGuide()), CONSOLE_POLICY);
  });
  router.get(CALLBACK_PATH, (_request, response) => {
    response.setHeader('Content-Security-Policy', CONSOLE_POLICY);
    response.type('html').send(CALLBACK);
  });
  router.get('/docs/guide', async (_request, response) => {
    show(response, guidePage(await readGuide()));
  });
  router.get('/docs/guide/:slug', async ({ params: { slug } }, response, next) => {
    const guide = await readGuide();
    const section = guide.sections.find((one) => one.slug === slug);
    if (section) show(response, sectionPage(guide, section));
    else next();
  });
  router.get('/problems', async (_request, response) => {
    show(response, problemsPage(await readGuide()));
  });
  router.get('/problems/:code', async ({ params: { code } }, response, next) => {
    if (isProblemCode(code)) show(response, problemPage(await readGuide(), code, issuer));
    else next();
  });
  router.get('/docs/assets/console.js', answerText('text/javascript', CONSOLE_SCRIPT));
  router.get('/docs/assets/docs.css', answerText('text/css', DOCS_STYLE));
  for (const file of SWAGGER_FILES) router.get(`/docs/assets/${file}`, answerFile(file));
  // The path of this router is every one below /docs, so that a wrong one would be a wrong method.
  router.use((_request, _response, next) => next(notFound()));
  return router;
}

/** Swagger UI's page for the answer, with the script at our address. */
const CALLBACK = `<!doctype html><html lang="en"><title>Back from the authorization</title><script src="/docs/assets/oauth2-redirect.js"></script></html>`;

/** A page without a session: it is the same for everybody. */
function show(response: Response, content: PageContent, policy?: string): void {
  writePageHead(response, content);
  if (policy !== undefined) response.setHeader('Content-Security-Policy', policy);
  response.send(renderPage(content, {}));
}

function answerJson(document: object): RequestHandler {
  const text = JSON.stringify(document);
  return (_request, response) => void response.type('json').send(text);
}

const answerText =
  (type: string, text: string): RequestHandler =>
  (_request, response) =>
    void response.setHeader('Cache-Control', CACHE).type(type).send(text);

function answerFile(name: (typeof SWAGGER_FILES)[number]): RequestHandler {
  const require = createRequire(join(process.cwd(), 'package.json'));
  const root = dirname(require.resolve('swagger-ui-dist/package.json'));
  return (_request, response, next) => {
    response.setHeader('Cache-Control', CACHE);
    response.sendFile(name, { root, cacheControl: false }, (error) => {
      if (error) next(error);
    });
  };
}
