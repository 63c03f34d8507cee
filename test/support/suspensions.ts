import { AppSuspensions } from '../../src/modules/clients/app-suspensions.service.js';
import { Database } from '../../src/platform/database/database.js';
import type { TestApp } from './test-app.js';

const ACTOR = { kind: 'system' } as const;

const suspensionsOf = ({ app }: TestApp): AppSuspensions =>
  app.get(AppSuspensions, { strict: false });

/** As `npm run admin -- suspend-app` does. `clientId` is the app's UUID. */
export const suspendApp = (
  server: TestApp,
  clientId: string,
  reason = 'Its secret was published.',
): Promise<string> =>
  server.app
    .get(Database)
    .transaction((tx) => suspensionsOf(server).suspend(tx, clientId, { reason, actor: ACTOR }));

/** The first stage: it works in the projects of its own organisation. */
export const beginRestore = (server: TestApp, clientId: string): Promise<void> =>
  server.app
    .get(Database)
    .transaction((tx) => suspensionsOf(server).beginRestore(tx, clientId, ACTOR));

/** The second one: it works everywhere. */
export const finishRestore = (server: TestApp, clientId: string): Promise<void> =>
  server.app
    .get(Database)
    .transaction((tx) => suspensionsOf(server).finishRestore(tx, clientId, ACTOR));
