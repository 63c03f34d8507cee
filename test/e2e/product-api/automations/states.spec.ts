import { pointersOf } from '../../../support/answers.js';
import { ApiCaller } from '../../../support/api-caller.js';
import {
  activate,
  addAutomation,
  letPass,
  runAutomations,
  textsOf,
} from '../../../support/automations.js';
import { eachOf } from '../../../support/answers.js';
import { takeMails } from '../../../support/queued-mails.js';
import { makeReadyToSend, PRICE } from '../../../support/sending.js';
import { addContact, changeRole } from '../../../support/shortcuts.js';
import { suspendApp } from '../../../support/suspensions.js';
import { TestApp } from '../../../support/test-app.js';

const sms = (text: string) => ({ send_sms: { text } });
const HOUR = { wait: { duration: 'PT1H' } };
const API = { title: 'Automation', trigger: { api: {} } };

describe('an automation', () => {
  let server: TestApp;
  let caller: ApiCaller;

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    caller = await ApiCaller.connect(server);
    await makeReadyToSend(server.database, caller.project.id);
  });

  const contact = (): Promise<string> => addContact(server.database, caller.project.id);
  const enter = (path: string, ...contactIds: string[]) =>
    caller.post(`${path}/trigger`, { contactIds });
  const act = (path: string, action: string, version: number) =>
    caller.post(`${path}/${action}`, {}).set('If-Match', `"${String(version)}"`);
  const entityOf = async (path: string) =>
    ((await caller.get(path).expect(200)).body as { entity: Record<string, unknown> }).entity;
  const audited = async (): Promise<unknown[]> => {
    const rows = await server.database.query<{ type: string; reason: string | null }>(
      `SELECT type, reason FROM audit_events WHERE project_id = $1 AND type LIKE 'automation.%' ORDER BY recorded_at, id`,
      [caller.project.id],
    );
    return rows.map(({ type, reason }) => (reason === null ? type : `${type} ${reason}`));
  };
  const pass = async (by: string): Promise<void> => {
    await letPass(server.database, by);
    await runAutomations(server);
  };

  describe('is activated', () => {
    it('only in the version that its caller has seen', async () => {
      const { id } = await addAutomation(caller, { ...API, steps: [sms('x')] });
      const path = `/automation/${id}`;
      await caller.post(`${path}/activate`, {}).expect(428);
      await act(path, 'activate', 2).expect(412);
      const { body, headers } = await act(path, 'activate', 1).expect(200);
      expect(body).toMatchObject({ entity: { status: 'active', version: 2 } });
      expect(headers['etag']).toBe('"2"');
      const again = await act(path, 'activate', 2).expect(409);
      expect(again.body).toMatchObject({
        ...{ code: 'invalid_state', state: 'active' },
        allowed_actions: ['pause', 'archive', 'edit', 'trigger'],
      });
      expect(await audited()).toEqual(['automation.activated']);
    });

    it('only if all that it names is there', async () => {
      const { id } = await addAutomation(caller, {
        ...{ title: 'x', trigger: { event: { type: 'unheard_of' } }, cancelEvents: ['unknown'] },
        steps: [{ update_attribute: { key: 'colour', value: 'red' } }],
      });
      const path = `/automation/${id}`;
      const pointers = ['/trigger/event/type', '/cancelEvents/0', '/steps/0/update_attribute/key'];
      const answer = await act(path, 'activate', 1).expect(422);
      expect([answer.body, pointersOf(answer)]).toMatchObject([
        { code: 'unprocessable' },
        pointers,
      ]);
      const { body } = await caller.post(`${path}/validate`, {}).expect(200);
      const { entity } = body as { entity: { valid: boolean; problems: { pointer: string }[] } };
      expect(entity.valid).toBe(false);
      expect(entity.problems.map(({ pointer }) => pointer)).toEqual(pointers);
    });

    it('only with an approved sender', async () => {
      await server.database.query(`UPDATE senders SET status = 'disabled' WHERE project_id = $1`, [
        caller.project.id,
      ]);
      const { id } = await addAutomation(caller, { ...API, steps: [sms('x')] });
      const { body } = await act(`/automation/${id}`, 'activate', 1).expect(422);
      expect(body).toMatchObject({ code: 'sender_not_approved' });
    });
  });

  describe('that is paused', () => {
    it('takes nobody, stops time, and goes on where it was', async () => {
      const path = await activate(caller, { ...API, steps: [HOUR, sms('x')] });
      const id = await contact();
      await enter(path, id).expect(200);
      await runAutomations(server);
      await caller.post(`${path}/pause`, {}).expect(200);
      await enter(path, await contact()).expect(409);
      await pass('2 hours');
      expect(await textsOf(server.database, path)).toEqual([]);
      expect(eachOf(await caller.get(`${path}/enrollments`), 'status')).toEqual(['active']);
      await act(path, 'activate', 3).expect(200);
      await runAutomations(server);
      expect(await textsOf(server.database, path)).toEqual(['x']);
      expect(await audited()).toEqual([
        ...['automation.activated', 'automation.paused requested', 'automation.activated'],
      ]);
    });

    it('sends who is late within its quiet hours, too', async () => {
      const path = await activate(caller, { ...API, steps: [HOUR, sms('x')] });
      await enter(path, await contact());
      await runAutomations(server);
      await caller.post(`${path}/pause`, {}).expect(200);
      await pass('2 hours');
      const [now] = await server.database.query<{ start: string; end: string }>(
        `SELECT to_char(now() AT TIME ZONE timezone - interval '1 hour', 'HH24:MI') AS start,
           to_char(now() AT TIME ZONE timezone + interval '1 hour', 'HH24:MI') AS end FROM projects WHERE id = $1`,
        [caller.project.id],
      );
      await server.database.query(
        `UPDATE automation_versions SET definition = jsonb_set(definition, '{settings,quietHours}', $2)
         WHERE project_id = $1`,
        [caller.project.id, JSON.stringify(now)],
      );
      await act(path, 'activate', 3).expect(200);
      await runAutomations(server);
      expect(await textsOf(server.database, path)).toEqual([]);
      await pass('1 hour');
    });
  });

  it('that is archived ends for everybody, for good', async () => {
    const path = await activate(caller, { ...API, steps: [HOUR, sms('x')] });
    await enter(path, await contact());
    await caller.post(`${path}/archive`, {}).expect(200);
    await pass('2 hours');
    expect(eachOf(await caller.get(`${path}/enrollments`), 'endReason')).toEqual(['archived']);
    expect(await textsOf(server.database, path)).toEqual([]);
    for (const action of ['activate', 'pause', 'archive', 'trigger']) {
      const body = action === 'trigger' ? { contactIds: [await contact()] } : {};
      await caller.post(`${path}/${action}`, body).set('If-Match', '"3"').expect(409);
    }
    await caller.patch(path, { title: 'x' }).expect(409);
    await caller.delete(path).expect(409);
  });

  describe('that is changed while it is active', () => {
    it('has a new version, and who is in it finishes on theirs', async () => {
      const path = await activate(caller, { ...API, steps: [HOUR, sms('old')] });
      await enter(path, await contact());
      await runAutomations(server);
      const steps = [HOUR, sms('new'), HOUR, sms('more')];
      const { body } = await caller.patch(path, { steps }).expect(200);
      expect(body).toMatchObject({ entity: { status: 'active', version: 3 } });
      await enter(path, await contact());
      await runAutomations(server);
      await pass('1 hour');
      expect((await textsOf(server.database, path)).sort()).toEqual(['new', 'old']);
      expect(eachOf(await caller.get(`${path}/enrollments`), 'version').sort()).toEqual([1, 3]);
    });

    it('needs the scope to activate it', async () => {
      const path = await activate(caller, { ...API, steps: [sms('x')] });
      const writer = await caller.narrowedTo('automations:write', 'audience.full:read');
      const { body } = await writer.patch(path, { steps: [sms('mine')] }).expect(403);
      expect(body).toMatchObject({
        ...{ code: 'insufficient_scope' },
        required_scope: 'automations:write automations:activate',
      });
    });
  });

  describe('of an app that has lost its access', () => {
    const loses = async (path: string, lose: () => Promise<unknown>): Promise<void> => {
      await enter(path, await contact());
      await lose();
      await runAutomations(server);
      expect(await textsOf(server.database, path)).toEqual([]);
      expect(await audited()).toEqual(['automation.activated', 'automation.paused access_ended']);
    };

    it('sends nothing from that moment, and is paused, which its admins are told', async () => {
      const path = await activate(caller, { ...API, title: 'Cart', steps: [sms('x')] });
      await takeMails(server);
      await loses(path, () =>
        server.database.query(
          `UPDATE grants SET revoked_at = now(), revoked_reason = 'disconnected' WHERE id = $1`,
          [caller.app.grantId],
        ),
      );
      const mails = await takeMails(server);
      expect(mails.map(({ subject }) => subject)).toEqual(['The automation “Cart” is paused']);
    });

    it('since the role of its person was lowered', async () => {
      const path = await activate(caller, { ...API, steps: [sms('x')] });
      const { id } = caller.project;
      const [member] = await server.database.query<{ user_id: string }>(
        'SELECT user_id FROM memberships WHERE project_id = $1',
        [id],
      );
      await loses(path, () => changeRole(server, id, member?.user_id ?? '', 'analyst'));
      expect(await entityOf(path)).toMatchObject({
        status: 'paused',
        pausedReason: 'access_ended',
      });
    });

    it('since staff suspended it (N11)', async () => {
      const path = await activate(caller, { ...API, steps: [sms('x')] });
      await loses(path, () => suspendApp(server, caller.app.clientUuid));
    });

    it('is paused, also if nobody is due', async () => {
      await activate(caller, { ...API, steps: [sms('x')] });
      await server.database.query('UPDATE grants SET expires_at = now() WHERE id = $1', [
        caller.app.grantId,
      ]);
      await runAutomations(server, 'pause-unentitled-automations');
      expect(await audited()).toEqual(['automation.activated', 'automation.paused access_ended']);
    });
  });

  it('pauses without money, and nobody loses a message', async () => {
    const poor = await ApiCaller.connect(server);
    await makeReadyToSend(server.database, poor.project.id, { funds: PRICE });
    const path = await activate(poor, { ...API, steps: [sms('x')] });
    const contactIds = [
      await addContact(server.database, poor.project.id),
      await addContact(server.database, poor.project.id),
    ];
    await poor.post(`${path}/trigger`, { contactIds }).expect(200);
    await runAutomations(server);
    expect((await poor.get(path)).body).toMatchObject({
      entity: { status: 'paused', pausedReason: 'insufficient_funds', stats: { messages: 1 } },
    });
    await server.database.query('UPDATE organisation_funds SET available = available + 1000000');
    await poor.post(`${path}/activate`, {}).set('If-Match', '"3"').expect(200);
    await runAutomations(server);
    expect(await textsOf(server.database, path)).toEqual(['x', 'x']);
  });

  it('reports what it did', async () => {
    const path = await activate(caller, { ...API, steps: [sms('a'), HOUR, sms('b')] });
    await enter(path, await contact());
    await runAutomations(server);
    const { body } = await caller.get(`${path}/report`).expect(200);
    expect(body).toMatchObject({
      entity: {
        ...{ entered: 1, active: 1, endings: [] },
        messages: [{ index: 0, sent: 1, delivered: 0, failed: 0, cost: '0.05' }],
      },
    });
    const query = { from: '2020-01-01T00:00:00Z', to: '2021-01-01T00:00:00Z' };
    expect(pointersOf(await caller.get(`${path}/report`, query).expect(400))).toEqual(['/from']);
  });

  it('is triggered for a hundred contacts at most, each once', async () => {
    const path = await activate(caller, { ...API, steps: [sms('x')] });
    const id = await contact();
    for (const contactIds of [[], [id, id], Array(101).fill(id), ['x'], id]) {
      await caller.post(`${path}/trigger`, { contactIds }).expect(400);
    }
    const stranger = await ApiCaller.connect(server);
    const foreign = await addContact(server.database, stranger.project.id);
    const { body } = await enter(path, id, foreign).expect(200);
    expect((body as { entity: { items: unknown[] } }).entity.items).toMatchObject([
      { position: 0, contactId: id, status: 'entered' },
      { position: 1, contactId: foreign, status: 'skipped' },
    ]);
  });
});
