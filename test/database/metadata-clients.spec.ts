import { AuditLog } from '../../src/modules/audit/audit-log.service.js';
import { ClientsRepository } from '../../src/modules/clients/internal/clients.repository.js';
import { DescribeClient } from '../../src/modules/clients/internal/describe-client.js';
import { MetadataClients } from '../../src/modules/clients/internal/metadata-documents/metadata-clients.repository.js';
import { readMetadataDocument } from '../../src/modules/clients/internal/metadata-documents/read-metadata-document.js';
import { RegisterClient } from '../../src/modules/clients/internal/register-client.js';
import { eventually } from '../support/eventually.js';
import { OpenDatabase } from '../support/open-database.js';

const URL = 'https://app.example/client.json';
const DOCUMENT = { client_id: URL, redirect_uris: ['https://app.example/callback'] };

describe('copies of one document', () => {
  let open: OpenDatabase;
  let clients: MetadataClients;
  beforeAll(async () => {
    open = await OpenDatabase.create();
    const { database } = open;
    const [repository, audit] = [new ClientsRepository(database), new AuditLog(database)];
    clients = new MetadataClients(
      database,
      new RegisterClient(repository),
      new DescribeClient(repository, audit),
      audit,
    );
  });
  afterAll(() => open.close());

  const store = (client_name: string) =>
    clients.store(URL, readMetadataDocument(URL, { ...DOCUMENT, client_name }), 60);
  const facts = () =>
    open.test.query<{ type: string; changed: unknown }>(
      `SELECT type, context -> 'changed' AS changed FROM audit_events ORDER BY id`,
    );
  const versions = () =>
    open.test.query<{ version: number }>('SELECT identity_version AS version FROM clients');

  const wait = (count: number) =>
    eventually(async () => {
      const waiting = await open.test.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return waiting.length === count ? true : undefined;
    });

  it('that say the same are one client, of one identity', async () => {
    await Promise.all([store('Bread'), store('Bread'), store('Bread')]);
    expect(await facts()).toEqual([{ type: 'client.registered', changed: null }]);
    expect(await versions()).toEqual([{ version: 1 }]);
  });

  it('that come at the same time are compared with one another, so that no two share a version (C14)', async () => {
    const both: Promise<void>[] = [];
    await open.transaction(async (tx) => {
      await tx.query('SELECT FROM clients FOR NO KEY UPDATE');
      both.push(store('Cake'));
      await wait(1);
      both.push(store('Bread'));
      await wait(2);
    });
    await Promise.all(both);
    const changed = { type: 'client.changed', changed: ['name'] };
    expect((await facts()).slice(1)).toEqual([changed, changed]);
    expect(await versions()).toEqual([{ version: 3 }]);
  });
});
