import { ClientsService } from '../../../src/modules/clients/clients.service.js';
import { PortalApps } from '../../../src/modules/clients/portal-apps.service.js';
import type { ContentChanges } from '../../../src/modules/reviews/app-content.js';
import type { Saved } from '../../../src/modules/reviews/app-version.js';
import { AppSubmissions } from '../../../src/modules/reviews/app-submissions.service.js';
import { AppVersions } from '../../../src/modules/reviews/app-versions.service.js';
import { AppVerifications } from '../../../src/modules/verification/app-verifications.service.js';
import { ScopeSet } from '../../../src/kernel/scope-set.js';
import { Database } from '../../../src/platform/database/database.js';
import { storeRow } from '../../support/rows.js';
import { TestApp } from '../../support/test-app.js';

const SYSTEM = { kind: 'system' } as const;
const APP = {
  client_name: 'Acme Sync',
  client_uri: 'https://acme.example/',
  redirect_uris: ['https://acme.example/callback'],
  scope: 'project:read segments:read',
};

describe('what a developer changes of an app', () => {
  let server: TestApp;
  let database: Database;
  let versions: AppVersions;
  let organisationId: string;

  beforeAll(async () => {
    server = await TestApp.start();
    database = server.app.get(Database);
    versions = server.app.get(AppVersions, { strict: false });
    organisationId = await storeRow(server.database, 'organisations');
  });
  afterAll(() => server.stop());

  let serial = 0;
  async function register(): Promise<string> {
    const name = `Acme Sync ${['alpha', 'bravo', 'delta', 'kilo', 'lima', 'oscar', 'tango', 'zulu'][serial++] ?? ''}`;
    const { client } = await database.transaction((tx) =>
      server.app.get(PortalApps).create(tx, organisationId, { ...APP, client_name: name }, SYSTEM),
    );
    return client.id;
  }
  async function registerVerified(): Promise<string> {
    const id = await register();
    const approvedScopes = new ScopeSet(['project:read', 'segments:read']);
    const verified = { tier: 'verified', approvedScopes, verifiedDomain: null } as const;
    await database.transaction((tx) => server.app.get(AppVerifications).decide(tx, id, verified));
    return id;
  }
  const save = (id: string, changes: ContentChanges): Promise<Saved> =>
    database.transaction((tx) => versions.save(tx, id, changes, SYSTEM));
  const liveOf = async (id: string) => {
    const client = await server.app.get(ClientsService).findLive(id);
    if (!client) throw new Error('It is not live.');
    return { client, app: await server.app.get(AppVerifications).verificationOf(client) };
  };

  it('is live at once without a review, and stays so', async () => {
    const id = await register();
    const metadata = { redirect_uris: ['https://other.example/back'], client_name: 'Renamed' };
    expect(await save(id, { metadata, profile: { supportEmail: 'help@acme.example' } })).toEqual({
      kind: 'applied',
      secret: null,
    });
    expect((await liveOf(id)).client).toMatchObject({ name: 'Renamed', clientUri: APP.client_uri });
    const { content, version, isReviewed } = await versions.editable(id);
    expect(content.profile.supportEmail).toBe('help@acme.example');
    expect([version, isReviewed]).toEqual([null, false]);
  });

  it.each<[field: string, changes: ContentChanges]>([
    ['name', { metadata: { client_name: 'Another Name' } }],
    ['logo', { metadata: { logo_uri: 'https://acme.example/logo.png' } }],
    ['homepage', { metadata: { client_uri: 'https://elsewhere.example/' } }],
    ['redirect_uris', { metadata: { redirect_uris: ['https://elsewhere.example/callback'] } }],
    ['scope', { metadata: { scope: 'project:read segments:read audience:read' } }],
    ['links', { metadata: { policy_uri: 'https://elsewhere.example/privacy' } }],
    ['authentication', { metadata: { token_endpoint_auth_method: 'client_secret_post' } }],
    ['listing', { listing: { slug: 'acme' } }],
  ])('waits for a review of a verified app: %s (D17)', async (field, changes) => {
    serial = 0;
    const id = await registerVerified();
    await server.database.query('UPDATE clients SET protected_name = NULL');
    const before = (await liveOf(id)).client;
    expect(await save(id, changes)).toEqual({ kind: 'draft', secret: null, fields: [field] });
    const { client, app } = await liveOf(id);
    expect(client).toEqual(before);
    expect(app.tier).toBe('verified');
    const { content, version } = await versions.editable(id);
    expect(version).toMatchObject({ state: 'draft', kind: 'change', changed: [field] });
    expect(content).toMatchObject({
      ...(changes.metadata && { metadata: changes.metadata }),
      ...(changes.listing && { profile: { listing: changes.listing } }),
    });
  });

  it.each<[what: string, changes: ContentChanges]>([
    ['another page of the same host', { metadata: { client_uri: 'https://acme.example/en' } }],
    [
      'another path of the same host',
      { metadata: { redirect_uris: ['https://acme.example/cb2'] } },
    ],
    ['fewer scopes', { metadata: { scope: 'project:read' } }],
    ['contacts', { profile: { securityEmail: 'security@acme.example' } }],
    ['reasons', { profile: { scopeReasons: { 'project:read': 'To show its name.' } } }],
  ])('is free for a verified app, which stays verified: %s', async (_, changes) => {
    serial = 0;
    const id = await registerVerified();
    await server.database.query('UPDATE clients SET protected_name = NULL WHERE id <> $1', [id]);
    expect(await save(id, changes)).toEqual({ kind: 'applied', secret: null });
    const { content, version } = await versions.editable(id);
    expect(content).toMatchObject({
      ...(changes.metadata && { metadata: changes.metadata }),
      ...(changes.profile && { profile: changes.profile }),
    });
    expect(version).toBeNull();
    expect((await liveOf(id)).app.tier).toBe('verified');
    const [row] = await server.database.query('SELECT protected_name FROM clients WHERE id = $1', [
      id,
    ]);
    expect(row?.protected_name).not.toBeNull();
  });

  it('is split: what is free is live, and the rest waits, until it is taken back', async () => {
    serial = 5;
    const id = await registerVerified();
    const metadata = { client_name: 'Acme Nova', scope: 'project:read' };
    expect(await save(id, { metadata })).toMatchObject({ kind: 'draft', fields: ['name'] });
    expect((await liveOf(id)).client.scope?.toString()).toBe('project:read');
    const name = (await liveOf(id)).client.name;
    expect(name).not.toBe('Acme Nova');
    expect(await save(id, { metadata: { client_name: name } })).toMatchObject({ kind: 'applied' });
    expect((await versions.editable(id)).version).toBeNull();
  });

  describe('while staff have the version', () => {
    const submissions = () => server.app.get(AppSubmissions, { strict: false });
    const submit = (id: string) =>
      database.transaction((tx) => submissions().submit(tx, id, { actor: SYSTEM }));
    beforeEach(() => {
      serial = 7;
      return server.database.query('UPDATE clients SET name = id::text, protected_name = NULL');
    });

    it('is live if it is free, and nothing of before comes back with the draft', async () => {
      const id = await registerVerified();
      await save(id, { metadata: { client_name: 'Acme Nova' } });
      await submit(id);
      const profile = { supportEmail: 'help@acme.example' };
      await save(id, { profile });
      await database.transaction((tx) => submissions().withdraw(tx, id, SYSTEM));
      const { content, live } = await versions.editable(id);
      expect(live.profile).toMatchObject(profile);
      expect(content).toMatchObject({ metadata: { client_name: 'Acme Nova' }, profile });
      await save(id, { metadata: { scope: 'project:read' } });
      expect((await versions.editable(id)).live.profile).toMatchObject(profile);
    });

    it('is refused where it could be neither live nor submitted', async () => {
      const id = await registerVerified();
      const other = 'https://elsewhere.example/callback';
      await save(id, { metadata: { redirect_uris: [...APP.redirect_uris, other] } });
      await submit(id);
      const redirect_uris = ['https://acme.example/second', other];
      await expect(save(id, { metadata: { redirect_uris } })).rejects.toMatchObject({
        code: 'conflict',
      });
    });
  });

  it('is refused with the name of another app, also in a draft (C9)', async () => {
    serial = 6;
    const id = await registerVerified();
    for (const client_name of ['Claude', 'Cl\u0430ude']) {
      await expect(save(id, { metadata: { client_name } })).rejects.toThrow('client_name');
    }
    expect((await versions.editable(id)).version).toBeNull();
  });
});
