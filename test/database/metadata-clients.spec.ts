import { MetadataClients } from '../../src/modules/clients/internal/metadata-documents/metadata-clients.repository.js';
import { readMetadataDocument } from '../../src/modules/clients/internal/metadata-documents/read-metadata-document.js';
import { eventually } from '../support/eventually.js';
import { OpenDatabase } from '../support/open-database.js';

const URL = 'https://app.example/client.json';
const DOCUMENT = { client_id: URL, redirect_uris: ['https://app.example/callback'] };

describe('copies of one document', () => {
  let open: OpenDatabase;
  let clients: MetadataClients;
  beforeAll(async () => {
    open = await OpenDatabase.create();
    clients = new MetadataClients(open.database);
  });
  afterAll(() => open.close());

  const copy = (client_name: string) => ({
    ...readMetadataDocument(URL, { ...DOCUMENT, client_name }),
    claimedName: null,
  });
  const store = (name: string) => open.transaction((tx) => clients.store(tx, URL, copy(name), 60));
  const version = async (): Promise<unknown> =>
    (
      await open.test.query<{ version: number }>('SELECT identity_version AS version FROM clients')
    )[0]?.version;

  async function somebodyWaits(): Promise<true | undefined> {
    const waiting = await open.test.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return waiting.length > 0 ? true : undefined;
  }

  it('that say the same are one client, of one identity', async () => {
    const stored = await Promise.all([store('Bread'), store('Bread'), store('Bread')]);
    expect(stored.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(stored.map(({ id }) => id)).size).toBe(1);
    expect(stored.flatMap(({ changed }) => changed)).toEqual([]);
    expect(await version()).toBe(1);
  });

  it('that come at the same time are compared with one another, so that no two share a version (C14)', async () => {
    let second: ReturnType<typeof store> | undefined;
    const first = await open.transaction(async (tx) => {
      await tx.query('SELECT FROM clients FOR NO KEY UPDATE');
      second = store('Bread');
      await eventually(somebodyWaits);
      return clients.store(tx, URL, copy('Cake'), 60);
    });
    expect([first.changed, (await second)?.changed]).toEqual([['name'], ['name']]);
    expect(await version()).toBe(3);
  });
});
