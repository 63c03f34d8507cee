import { ApiCaller } from '../../support/api-caller.js';
import { fundsOf, makeReadyToSend } from '../../support/sending.js';
import { addContact } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

interface SentMessage {
  readonly testMode: boolean;
  readonly priceUser: string;
}

describe('a sandbox project', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let contact: string;
  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    await makeReadyToSend(server.database, caller.project.id);
    contact = await addContact(server.database, caller.project.id);
  });
  afterAll(() => server.stop());

  const become = (kind: 'live' | 'sandbox') =>
    server.database.query('UPDATE projects SET kind = $2 WHERE id = $1', [caller.project.id, kind]);

  /** @returns the message, the gateway it goes to, and what its organisation has left */
  async function send() {
    const path = `/channel/sms/sms/direct/default/${contact}`;
    const { body } = await caller.post(path, { text: 'Hola' }).expect(201);
    const { id, testMode, priceUser } = (body as { entity: SentMessage & { id: string } }).entity;
    const [row] = await server.database.query<{ gateway: string }>(
      'SELECT gateway FROM sms_messages WHERE project_id = $1 ORDER BY created_at DESC LIMIT 1',
      [caller.project.id],
    );
    expect(id).toBeDefined();
    const { available } = await fundsOf(server.database, caller.project.id);
    return { testMode, priceUser, gateway: row?.gateway, available };
  }

  it('says so', async () => {
    await become('sandbox');
    const { body } = await caller.get().expect(200);
    expect((body as { entity: { kind: string } }).entity.kind).toBe('sandbox');
  });

  it('sends no message to a carrier, and none costs anything', async () => {
    await become('live');
    const before = await send();
    expect(before).toMatchObject({ testMode: false, priceUser: '0.05' });
    await become('sandbox');
    const after = await send();
    expect(after).toEqual({ ...before, testMode: true, priceUser: '0.00', gateway: 'sandbox' });
  });
});
