import { newId } from '../../src/kernel/ids.js';
import { Database } from '../../src/platform/database/database.js';
import { ContactErasure } from '../../src/product-api/audience/contact-erasure.service.js';
import { storeRow } from '../support/rows.js';
import { TestApp } from '../support/test-app.js';

const SAID = ['crm-Zoraida', 'web-Zoraida', '+34611222333', 'Hola Zoraida', 'Adios Zoraida'];

/** Rows that no request of a test makes together. */
describe('what other areas know of an erased contact', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  async function addKnown(user_id: string): Promise<{ projectId: string; contactId: string }> {
    const { database } = server;
    const organisation_id = await storeRow(database, 'organisations');
    const projectId = await storeRow(database, 'projects', { organisation_id });
    const contactId = newId();
    const owned = { project_id: projectId, contact_id: contactId };
    await storeRow(database, 'contacts', {
      ...{ id: contactId, project_id: projectId, user_id, phone_mobile: '+34611222333' },
      ...{ data_source_id: newId(), field_sources: { _email: newId() } },
    });
    const identity = { data_source_id: newId(), user_id: 'web-Zoraida' };
    await storeRow(database, 'contact_identities', { ...owned, ...identity });
    const message = {
      ...{ ...owned, recipient: '+34611222333', text: 'Hola Zoraida', client_id: 'crm-Zoraida' },
      ...{ encoding: 'gsm7', chars_count: 4, messages_count: 1, purpose: 'transactional' },
      ...{ status: 'delivered', origin_kind: 'direct', gateway: 'sandbox' },
    };
    const id = await storeRow(database, 'sms_messages', message);
    await storeRow(database, 'sms_messages', {
      ...{ ...message, inbound: true, sender_address: '+34611222333', text: 'Adios Zoraida' },
      ...{ origin_kind: 'inbound', status: 'received' },
    });
    await storeRow(database, 'sandbox_outbox', {
      ...{ message_id: id, project_id: projectId, sender: 'Bakery' },
      ...{ recipient: '+34611222333', text: 'Hola Zoraida' },
    });
    return { projectId, contactId };
  }

  const placesOf = async (): Promise<string[]> => {
    const tables = await server.database.dump();
    return SAID.flatMap((said) =>
      [...tables].filter(([, rows]) => rows.includes(said)).map(([table]) => `${said}: ${table}`),
    );
  };

  it('goes with it: ids, texts and numbers; messages stay, for what they cost', async () => {
    const known = await addKnown('crm-Zoraida');
    for (const said of SAID) expect((await placesOf()).join()).toContain(said);
    await server.app
      .get(Database)
      .transaction((tx) =>
        server.app
          .get(ContactErasure, { strict: false })
          .erase(tx, { ...known, actor: { kind: 'system' } }),
      );
    expect(await placesOf()).toEqual([]);
    const [left] = await server.database.query(
      'SELECT count(*)::int AS messages FROM sms_messages WHERE project_id = $1',
      [known.projectId],
    );
    expect(left).toEqual({ messages: 2 });
  });
});
