import { fromWireId } from '../../../src/kernel/ids.js';
import { AppVerifications } from '../../../src/modules/verification/app-verifications.service.js';
import { ScopeSet } from '../../../src/kernel/scope-set.js';
import { ClientsService } from '../../../src/modules/clients/clients.service.js';
import { ClientLifeCycle } from '../../../src/modules/clients/internal/life-cycle/client-life-cycle.service.js';
import { ProjectMembers } from '../../../src/modules/projects/project-members.service.js';
import { ResourceServers } from '../../../src/modules/clients/resource-servers.service.js';
import { RotateSigningKeys } from '../../../src/modules/openid/rotate-signing-keys.js';
import { ClientSecrets } from '../../../src/modules/tokens/client-secrets.service.js';
import { TesterEndings } from '../../../src/modules/grants/tester-endings.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { ThirdPartyApp } from '../actors/third-party-app.js';
import type { DocumentHost } from '../document-host.js';
import { ManagedRegistration } from '../managed-registration.js';
import { Organisation } from '../actors/organisation.js';
import { nameTester } from '../shortcuts.js';
import { beginRestore, finishRestore, suspendApp } from '../suspensions.js';
import type { TestApp } from '../test-app.js';
import { TransferStory } from '../transfer-story.js';

const REDIRECT_URI = 'https://app.test/callback';

/** Every action that ends something of clients or of the server's own keys. */
export async function endAllOfClients(server: TestApp, host: DocumentHost): Promise<void> {
  await endRegistrations(server);
  await endSecrets(server);
  await retireRegistrations(server);
  await withdrawDocument(server, host);
  await suspendTwice(server);
  await removeTesters(server);
  await endOffers(server);
  const keys = server.app.get(RotateSigningKeys, { strict: false });
  for (const mode of ['rotate', 'discard'] as const) await keys.execute(mode);
}

/** By the developer, and by themselves. */
async function removeTesters(server: TestApp): Promise<void> {
  const organisation = await Organisation.of(server);
  const { id: clientId } = await organisation.app();
  const { user } = await organisation.person('Tess');
  const endings = server.app.get(TesterEndings, { strict: false });
  const removed = await nameTester(server, clientId, user);
  await inTransaction(server, (tx) => endings.remove(tx, { clientId, testerId: removed }, user.id));
  const left = await nameTester(server, clientId, user);
  await inTransaction(server, (tx) => endings.leave(tx, left, user.id));
}

/** Withdrawn, declined and accepted. */
async function endOffers(server: TestApp): Promise<void> {
  const story = await TransferStory.begin(server);
  await story.offer();
  await story.withdraw();
  for (const decision of ['decline', 'accept'] as const) {
    await story.offer();
    await story.answer(decision);
  }
}

const register = (server: TestApp) => ManagedRegistration.create(server);
const report = (server: TestApp, token: string) =>
  server.http.post('/oauth/leaked').type('form').send({ token }).expect(200);

async function endRegistrations(server: TestApp): Promise<void> {
  const app = await register(server);
  const callback = { redirect_uris: ['https://app.example/callback'] };
  await app.replace({ ...callback, token_endpoint_auth_method: 'none' });
  await app.send('delete').expect(204);
  await report(server, (await register(server)).token);
}

async function endSecrets(server: TestApp): Promise<void> {
  const organisation = await Organisation.of(server);
  const bakery = await organisation.createProject('Bakery');
  const olivia = await organisation.person('Olivia', [[bakery, 'owner']]);
  const app = await organisation.app();
  await organisation.connect(olivia, app, { projects: [bakery] });
  const omar = await organisation.person('Omar', [[bakery, 'owner']]);
  const leaving = { projectId: bakery.id, userId: omar.user.id };
  await inTransaction(server, (tx) =>
    server.app.get(ProjectMembers, { strict: false }).remove(tx, leaving, { kind: 'system' }),
  );
  await organisation.token(app);
  const verifications = server.app.get(AppVerifications, { strict: false });
  for (const tier of ['verified', 'development'] as const) {
    const verification = { tier, approvedScopes: ScopeSet.empty, verifiedDomain: null };
    await inTransaction(server, (tx) => verifications.decide(tx, app.id, verification));
  }
  await inTransaction(server, async (tx) => {
    const secrets = server.app.get(ClientSecrets);
    await secrets.add(tx, app.id, 1, { kind: 'system' });
    await secrets.endOlder(tx, app.id, { kind: 'system' });
  });
  const { secret } = await inTransaction(server, (tx) =>
    server.app.get(ClientSecrets).renew(tx, app.id, { kind: 'system' }),
  );
  await report(server, secret);
  const resource = await inTransaction(server, (tx) =>
    server.app.get(ResourceServers, { strict: false }).create(tx, 'Reports', 'api'),
  );
  await report(server, resource.secret);
}

async function retireRegistrations(server: TestApp): Promise<void> {
  const lifeCycle = server.app.get(ClientLifeCycle, { strict: false });
  const [old, surplus, idle] = [
    await register(server),
    await register(server),
    await register(server),
  ];
  const age = (app: ManagedRegistration, by: string) =>
    server.database.query(
      `UPDATE clients SET state_changed_at = now() - $2::interval WHERE id = $1`,
      [fromWireId('app', app.clientId), by],
    );
  await age(old, '2 days');
  await lifeCycle.retireNeverApproved();
  await age(surplus, '1 hour');
  await lifeCycle.retireSurplus(0);
  const ids = [fromWireId('app', idle.clientId) ?? ''];
  await inTransaction(server, async (tx) => {
    const clients = server.app.get(ClientsService, { strict: false });
    await clients.approve(tx, ids[0] ?? '');
    await clients.retireIdle(tx, ids);
  });
}

async function suspendTwice(server: TestApp): Promise<void> {
  const { clientId } = await ManagedRegistration.create(server, {
    token_endpoint_auth_method: 'none',
  });
  const id = fromWireId('app', clientId) ?? '';
  await suspendApp(server, id);
  await beginRestore(server, id);
  await suspendApp(server, id);
  await beginRestore(server, id);
  await finishRestore(server, id);
}

async function withdrawDocument(server: TestApp, host: DocumentHost): Promise<void> {
  const clientId = 'https://app.test/client.json';
  const document = { client_id: clientId, client_name: 'Bread Robot' };
  const app = ThirdPartyApp.existing(server, { clientId, redirectUri: REDIRECT_URI });
  for (const redirect_uris of [[REDIRECT_URI], []]) {
    host.publish(clientId, { ...document, redirect_uris });
    await server.http.get(app.authorizePath('segments:read'));
    await server.database.query('UPDATE clients SET metadata_fresh_until = now()');
  }
}

const inTransaction: <T>(
  server: TestApp,
  work: Parameters<typeof Database.prototype.transaction<T>>[0],
) => Promise<T> = (server, work) => server.app.get(Database).transaction(work);
