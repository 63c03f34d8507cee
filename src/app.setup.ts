import type { NestExpressApplication } from '@nestjs/platform-express';
import express from 'express';
import { Environment } from './platform/config/environment.js';
import { FinishedAppRequests } from './platform/http/app-request.js';
import { BoundedExpressAdapter } from './platform/http/bounded-adapter.js';
import { boundConnections } from './platform/http/connections.js';
import { Draining } from './platform/http/draining.js';
import { everyRequest } from './platform/http/every-request.js';
import { FixedAnswers } from './platform/http/fixed-answers.js';
import { readAddressOnce } from './platform/http/forwarded.js';
import { boundQuery } from './platform/http/request-query.js';
import { RequestLog } from './platform/logging/request-log.js';
import { serveDocs } from './product-api/docs/serve-docs.js';

/** Express's `trust proxy` function: whether to trust the proxy of this address, so many hops away. */
type IsTrusted = (address: string, hop: number) => boolean;

/**
 * Express as Nest uses it here. Routing is strict before the adapter builds its router: `/V1` and `/v1/x/` are other
 * paths than `/v1/x`, for the guards as well (attack E9).
 */
export function createAdapter(): BoundedExpressAdapter {
  const server = express()
    .set('case sensitive routing', true)
    .set('strict routing', true)
    .set('etag', false)
    // `boundQuery` parses it.
    .set('query parser', false)
    .set('x-powered-by', false);
  readAddressOnce(server);
  boundQuery(server);
  return new BoundedExpressAdapter(server);
}

/** All middleware before the first guard. Used by `main.ts` and by the tests alike. */
export function configureApp(app: NestExpressApplication): NestExpressApplication {
  const environment = app.get(Environment);
  app.set('trust proxy', environment.TRUSTED_PROXIES);
  const router = app.getHttpAdapter().getInstance();
  const isTrusted = router.get('trust proxy fn') as IsTrusted;
  boundConnections(app.getHttpServer(), environment, (address) => isTrusted(address, 0));
  // No middleware reads a body: a guard does, once the caller is within the limits of their address.
  const log = app.get(RequestLog);
  // For the exception filters; `currentRequest` gives its lines the id of the request.
  router.request.log = log.logger;
  const [draining, secure] = [app.get(Draining), environment.issuerIsSecure];
  const apps = app.get(FinishedAppRequests);
  app.use(everyRequest({ log, draining, apps, secure }));
  (app.getHttpAdapter() as BoundedExpressAdapter).serveFirst(app.get(FixedAnswers).respond);
  serveDocs(app, environment.ISSUER_URL);
  return app;
}
