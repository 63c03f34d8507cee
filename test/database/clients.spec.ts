import { ScopeSet } from '../../src/kernel/scope-set.js';
import { newId, toWireId } from '../../src/kernel/ids.js';
import { hashSecret } from '../../src/kernel/secret.js';
import { ClientsService } from '../../src/modules/clients/clients.service.js';
import { PortalApps } from '../../src/modules/clients/portal-apps.service.js';
import { AppVerifications } from '../../src/modules/verification/app-verifications.service.js';
import { Database } from '../../src/platform/database/database.js';
import { storeRow } from '../support/rows.js';
import { TestApp } from '../support/test-app.js';

describe('clients in the database', () => {
  let server: TestApp;
  let clients: ClientsService;
  let database: Database;
  let organisationId: string;

  beforeAll(async () => {
    server = await TestApp.start();
    clients = server.app.get(ClientsService);
    database = server.app.get(Database);
    organisationId = await storeRow(server.database, 'organisations');
  });
  afterAll(() => server.stop());

  const APP = {
    client_name: 'Stock Watcher',
    redirect_uris: ['https://stock.example/callback'],
    scope: 'project:read segments:read',
  };
  const register = (changes: Record<string, unknown> = {}) =>
    database.transaction((tx) =>
      server.app
        .get(PortalApps)
        .create(tx, organisationId, { ...APP, ...changes }, { kind: 'system' }),
    );

  it('gives back the app that was registered, by UUID and by client_id', async () => {
    const { client } = await register({ client_uri: 'https://stock.example' });
    expect(client).toMatchObject({
      origin: 'portal',
      name: 'Stock Watcher',
      clientId: toWireId('app', client.id),
      grantTypes: ['authorization_code', 'refresh_token'],
      clientUri: 'https://stock.example',
      logoUri: null,
    });
    expect(client.createdAt).toBeInstanceOf(Date);
    expect(client.scope?.toString()).toBe('project:read segments:read');
    expect(await clients.find(client.id)).toEqual(client);
    expect(await clients.findByClientId(client.clientId)).toEqual(client);
  });

  it('keeps only the hash of a secret, and shows the secret once (C19, DCR-04, B18)', async () => {
    const { client, secret } = await register();
    const [row] = await server.database.query<{ secret_hash: Buffer; text: string }>(
      'SELECT secret_hash, clients::text AS text FROM clients WHERE id = $1',
      [client.id],
    );
    expect(secret).toMatch(/^iscs_[0-9A-Za-z]{49}$/);
    expect(row?.secret_hash).toEqual(hashSecret(secret ?? ''));
    expect(row?.text).not.toContain(secret);
    expect(JSON.stringify(await clients.find(client.id))).not.toMatch(/secretHash|iscs_/);
  });

  it('gives a public client no secret', async () => {
    const { secret } = await register({ token_endpoint_auth_method: 'none' });
    expect(secret).toBeNull();
  });

  it('finds nothing for a malformed or unknown client_id', async () => {
    const { client } = await register();
    const unfit = ['', client.id, client.clientId.toUpperCase(), `${client.clientId}x`, 'app_'];
    for (const clientId of [...unfit, toWireId('usr', client.id), toWireId('app', newId())]) {
      expect(await clients.findByClientId(clientId)).toBeNull();
    }
  });

  it('hides a disabled client from requests but not from lists (AUTH-03)', async () => {
    const { client } = await register();
    await server.database.query("UPDATE clients SET state = 'suspended' WHERE id = $1", [
      client.id,
    ]);
    expect(await clients.findByClientId(client.clientId)).toBeNull();
    expect(await clients.find(client.id)).toEqual({ ...client, isSuspended: true });
  });

  it('remembers the first approval only', async () => {
    const { client } = await register();
    const approvedAt = async () => {
      await database.transaction((tx) => clients.approve(tx, client.id));
      const sql = 'SELECT approved_at FROM clients WHERE id = $1';
      return (await server.database.query<{ approved_at: Date }>(sql, [client.id]))[0]?.approved_at;
    };
    const first = await approvedAt();
    expect(first).toBeInstanceOf(Date);
    expect(await approvedAt()).toEqual(first);
  });

  it('refuses a portal app without an organisation', async () => {
    const stored = storeRow(server.database, 'clients', { origin: 'portal' });
    await expect(stored).rejects.toThrow('ck_clients_portal_owner');
  });

  it('takes the tier from the origin until it is decided', async () => {
    const verifications = server.app.get(AppVerifications);
    const { client } = await register();
    expect((await verifications.verificationOf(client)).tier).toBe('development');
    const stranger = { ...client, id: newId(), origin: 'dynamic' } as const;
    expect((await verifications.verificationOf(stranger)).tier).toBe('self_registered');
    for (const tier of ['verified', 'listed'] as const) {
      const decided = {
        tier,
        approvedScopes: new ScopeSet(['segments:read']),
        verifiedDomain: 'stock.example',
      };
      await database.transaction((tx) => verifications.decide(tx, client.id, decided));
      expect(await verifications.verificationOf(client)).toEqual(decided);
      const changed = { ...client, identityVersion: client.identityVersion + 1 };
      expect((await verifications.verificationOf(changed)).tier).toBe('development');
      const another = { ...changed, origin: 'metadata_document' } as const;
      expect((await verifications.verificationOf(another)).tier).toBe('self_registered');
      const both = await verifications.verificationsOf([client, stranger]);
      expect(both.get(client.id)).toEqual(decided);
      expect(both.get(stranger.id)?.tier).toBe('self_registered');
    }
  });

  it('lets a verified portal app keep its name with other redirect URIs, and no other app take it (C9)', async () => {
    const apps = server.app.get(PortalApps);
    const { client } = await register({ client_name: 'Granary Watch' });
    const decided = {
      tier: 'verified',
      approvedScopes: ScopeSet.empty,
      verifiedDomain: null,
    } as const;
    await database.transaction((tx) =>
      server.app.get(AppVerifications).decide(tx, client.id, decided),
    );
    const metadata = { ...APP, client_name: 'Granary Watch' };
    const moved = { ...metadata, redirect_uris: ['https://granary.example/callback'] };
    const change = (id: string) =>
      database.transaction((tx) => apps.change(tx, id, moved, { kind: 'system' }));
    const { client: other } = await register({ client_name: 'Other' });
    await expect(change(other.id)).rejects.toThrow('is the name or address of another app');
    const changed = await change(client.id);
    expect(changed).toMatchObject({
      client: { name: 'Granary Watch', identityVersion: 2, redirectUris: moved.redirect_uris },
      secret: null,
    });
  });
});
