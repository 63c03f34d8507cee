import { fromWireId, newId, toWireId } from '../../../src/kernel/ids.js';
import { Database } from '../../../src/platform/database/database.js';
import { Subscriptions } from '../../../src/product-api/audience/subscriptions.service.js';
import { Suppressions } from '../../../src/product-api/audience/suppressions.service.js';
import { ApiCaller } from '../../support/api-caller.js';
import { eventually } from '../../support/eventually.js';
import { addManyEvents } from '../../support/large-tables/many-events.js';
import { addContact, addEvent } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

/** Everything that is said about the person; each must be found before and nowhere after. */
const SAID = {
  ...{ userId: 'crm-Zoraida', firstName: 'Zoraida', lastName: 'Quesada' },
  ...{ email: 'zoraida@quesada.test', phone: '+34611222333' },
  ...{ attribute: 'gold-4711', tag: 'tag-4712', parameter: 'card-4713', reason: 'moved-4714' },
};

describe('erasing a contact', () => {
  let server: TestApp;
  let caller: ApiCaller;

  beforeAll(async () => {
    server = await TestApp.start({ JOB_CONCURRENCY: '1' });
    caller = await ApiCaller.connect(server);
  });
  afterEach(async () => {
    await server.database.query('DELETE FROM contact_suppressions');
    await server.database.query('DELETE FROM contacts');
  });
  afterAll(() => server.stop());

  async function addPerson(project = caller.project.id): Promise<string> {
    const { userId, firstName, lastName, email, phone } = SAID;
    const id = await addContact(server.database, project, {
      ...{ userId, firstName, lastName, email, phone, attributes: { loyalty: SAID.attribute } },
    });
    await server.database.query(`UPDATE contacts SET client_tags = $2 WHERE id = $1`, [
      fromWireId('aud', id),
      [SAID.tag],
    ]);
    return id;
  }

  /** What of it is in which table. */
  async function placesOf(said: readonly string[]): Promise<string[]> {
    const tables = await server.database.dump();
    return said.flatMap((value) =>
      [...tables].filter(([, rows]) => rows.includes(value)).map(([name]) => `${value}: ${name}`),
    );
  }

  const calls = [
    ['DELETE /audience/{id}', (id: string, who = caller) => who.delete(`/audience/${id}`)],
    [
      'POST /audience/stream/delete-contact',
      (id: string, who = caller) =>
        who.post('/audience/stream/delete-contact?_sync', { audienceId: id }),
    ],
  ] as const;

  describe.each(calls)('%s', (_name, erase) => {
    it('leaves nothing of what was said about the person in any table', async () => {
      const id = await addPerson();
      const parameters = { holder: SAID.parameter };
      const event = await addEvent(server.database, caller.project.id, { contact: id, parameters });
      const reason = { audienceId: id, reason: SAID.reason };
      await caller.post('/audience/stream/sms-unsubscribe', reason).expect(200);
      const before = await placesOf(Object.values(SAID));
      for (const value of Object.values(SAID)) expect(before.join('\n')).toContain(value);

      const { body } = await erase(id).expect(200);
      expect(body.entity).toEqual({ audienceId: id, deleted: true });
      expect(await placesOf(Object.values(SAID))).toEqual([]);
      await caller.get(`/audience/${id}`).expect(404);
      await caller.get(`/event/${event}`).expect(404);
      await caller.get(`/audience/user/${SAID.userId}`).expect(404);
      await erase(id).expect(404);
    });

    it('is audited, by id alone', async () => {
      const id = await addPerson();
      await erase(id).expect(200);
      const events = await server.database.query(
        `SELECT target, actor ->> 'kind' AS actor, project_id FROM audit_events
         WHERE type = 'contact.erased' AND target ->> 'id' = $1`,
        [fromWireId('aud', id)],
      );
      expect(events).toEqual([
        {
          ...{ actor: 'app', project_id: caller.project.id },
          target: { kind: 'contact', id: fromWireId('aud', id) },
        },
      ]);
    });

    it('happens in the project alone (E3)', async () => {
      const id = await addPerson();
      const other = await ApiCaller.connect(server);
      await erase(id, other).expect(404);
      await erase(toWireId('aud', newId())).expect(404);
      await caller.get(`/audience/${id}`).expect(200);
    });

    it('happens once, with ten calls at the same time', async () => {
      const id = await addPerson();
      const answers = await Promise.all(Array.from({ length: 10 }, () => erase(id)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(404)]);
    });
  });

  it('keeps the number suppressed in that project, also for other contacts with it', async () => {
    const id = await addPerson();
    const twin = await addContact(server.database, caller.project.id, { phone: SAID.phone });
    await caller.delete(`/audience/${id}`).expect(200);
    const subscribe = (more = {}) =>
      caller.post('/audience/stream/sms-subscribe', { audienceId: twin, ...more });
    await subscribe().expect(422);
    const among = (project: string) =>
      server.app
        .get(Database)
        .transaction((tx) =>
          server.app
            .get(Suppressions, { strict: false })
            .among(tx, project, ['+34600000101', SAID.phone]),
        );
    expect([...(await among(caller.project.id))]).toEqual([SAID.phone]);
    const other = await ApiCaller.connect(server);
    expect([...(await among(other.project.id))]).toEqual([]);
    await subscribe({ override: true }).expect(200);
    expect([...(await among(caller.project.id))]).toEqual([]);
  });

  it('is not undone by a START that follows no STOP', async () => {
    await caller.delete(`/audience/${await addPerson()}`).expect(200);
    const reply = { projectId: caller.project.id, phone: SAID.phone };
    const started = await server.app
      .get(Database)
      .transaction((tx) =>
        server.app
          .get(Subscriptions, { strict: false })
          .start(tx, { ...reply, actor: { kind: 'system' } }),
      );
    expect(started).toEqual([]);
    const [kept] = await server.database.query(
      'SELECT count(*)::int AS count FROM contact_suppressions',
    );
    expect(kept).toEqual({ count: 1 });
  });

  it('frees the customer’s id for the next contact that has it', async () => {
    const id = await addPerson();
    await caller.delete(`/audience/${id}`).expect(200);
    const next = await addPerson();
    expect(next).not.toBe(id);
    await caller.delete(`/audience/${next}`).expect(200);
  });

  it('is finished by a job where the history is long', async () => {
    const id = await addPerson();
    await addManyEvents(server.database, {
      ...{ projectId: caller.project.id, contactId: fromWireId('aud', id) ?? '' },
      ...{ count: 2_500, parameters: { holder: SAID.parameter } },
    });
    await caller.delete(`/audience/${id}`).expect(200);
    await eventually(async () => {
      const left = await placesOf(Object.values(SAID));
      return left.length === 0 ? true : undefined;
    });
  });
});
