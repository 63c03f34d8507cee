import { eachOf, pointersOf } from '../../../support/answers.js';
import { ApiCaller } from '../../../support/api-caller.js';
import { addAutomation, type ShownAutomation } from '../../../support/automations.js';
import { addManyAutomations } from '../../../support/large-tables/many-automations.js';
import { addSegment } from '../../../support/shortcuts.js';
import { TestApp } from '../../../support/test-app.js';

const STEPS = [{ wait: { duration: 'PT10M' } }, { send_sms: { text: 'Hi {{_first_name|you}}' } }];
const WELCOME = { title: 'Welcome', trigger: { subscribed: {} }, steps: STEPS };

describe('drafts of automations', () => {
  let server: TestApp;
  let caller: ApiCaller;

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
  });
  afterAll(() => server.stop());

  const add = (changes: object = {}) => addAutomation(caller, { ...WELCOME, ...changes });

  describe('POST /automation', () => {
    it('makes a draft with everything that was left out', async () => {
      expect(await add()).toEqual({
        ...{ id: expect.stringMatching(/^aut_/), title: 'Welcome', status: 'draft' },
        ...{ pausedReason: null, trigger: { subscribed: {} }, audience: null, cancelEvents: [] },
        steps: [STEPS[0], { send_sms: { text: 'Hi {{_first_name|you}}', allowUnicode: false } }],
        settings: {
          ...{ minGap: 'P1D', maxEntriesPerContact: null, quietHours: null },
          ...{ includeUnsubscribed: false, purpose: 'marketing' },
        },
        version: 1,
        stats: { entered: 0, active: 0, completed: 0, stopped: 0, messages: 0, skipped: 0 },
        ...{ createdAt: expect.any(String), updatedAt: expect.any(String) },
      });
    });

    it('names every fault by its place', async () => {
      const answer = await caller.post('/automation', {
        ...{ title: 'x', trigger: { event: {} }, settings: { minGap: 'soon' } },
        steps: [{ wait: { duration: 'P1Y' } }, { send_sms: { text: 'x' }, exit: {} }],
      });
      expect([answer.status, pointersOf(answer)]).toEqual([
        400,
        ['/trigger/event/type', '/steps/0/wait/duration', '/steps/1', '/settings/minGap'],
      ]);
    });

    it.each([
      [{ ...WELCOME, status: 'active' }, '/status'],
      [{ ...WELCOME, title: '' }, '/title'],
      [{ ...WELCOME, steps: {} }, '/steps'],
      [{ ...WELCOME, steps: ['exit'] }, '/steps'],
      [{ title: 'x', steps: STEPS }, '/trigger'],
    ])('refuses %j', async (body, pointer) => {
      const answer = await caller.post('/automation', body).expect(400);
      expect(pointersOf(answer)).toEqual([pointer]);
    });

    it('refuses a text with unknown attributes', async () => {
      const steps = [{ send_sms: { text: 'Hi {{nickname}}' } }];
      const answer = await caller.post('/automation', { ...WELCOME, steps }).expect(400);
      expect(pointersOf(answer)).toEqual(['/steps/0/send_sms/text']);
    });

    it('refuses to show others what its caller may not see', async () => {
      const blind = await caller.narrowedTo('automations:write');
      const { body, status } = await blind.post('/automation', WELCOME);
      expect([status, (body as { code: string }).code]).toEqual([403, 'data_privacy']);
    });
  });

  describe('GET /automation', () => {
    it('filters by state, title and trigger, and sorts by title', async () => {
      const fresh = await ApiCaller.connect(server);
      for (const [title, trigger] of [
        ['Cart', { event: { type: 'cart' } }],
        ['Birthday', { attribute_date: { key: 'birthday' } }],
        ['Again', { event: { type: 'purchase' } }],
      ] as const) {
        await addAutomation(fresh, { ...WELCOME, title, trigger });
      }
      const titles = async (query: Record<string, string>) =>
        eachOf(await fresh.get('/automation', query).expect(200), 'title');
      expect(await titles({})).toEqual(['Again', 'Birthday', 'Cart']);
      expect(await titles({ _sort: 'title:desc' })).toEqual(['Cart', 'Birthday', 'Again']);
      expect(await titles({ trigger_eq: 'event' })).toEqual(['Again', 'Cart']);
      expect(await titles({ title_contains: 'BIRTH' })).toEqual(['Birthday']);
      expect(await titles({ status_in: 'active,paused' })).toEqual([]);
    });

    it.each([{ trigger_eq: 'weekday' }, { steps_contains: 'x' }, { status_eq: 'sent' }])(
      'refuses %j',
      async (query) => {
        await caller.get('/automation', query as unknown as Record<string, string>).expect(400);
      },
    );
  });

  describe('PATCH /automation/{id}', () => {
    const patch = (id: unknown, body: object) => caller.patch(`/automation/${String(id)}`, body);

    it('changes what is given, and settings one by one', async () => {
      const { id } = await add({ settings: { minGap: 'P2D' } });
      const changes = { title: 'Hello', settings: { maxEntriesPerContact: 1 } };
      const { body } = await patch(id, changes).expect(200);
      expect((body as { entity: ShownAutomation }).entity).toMatchObject({
        ...{ title: 'Hello', trigger: { subscribed: {} }, version: 2 },
        settings: { minGap: 'P2D', maxEntriesPerContact: 1 },
      });
    });

    it('has an audience no longer once it is null', async () => {
      const audience = { segment: await addSegment(server.database, caller.project.id) };
      const { id } = await add({ audience });
      expect((await caller.get(`/automation/${String(id)}`)).body).toMatchObject({
        entity: { audience },
      });
      const { body } = await patch(id, { audience: null }).expect(200);
      expect(body).toMatchObject({ entity: { audience: null } });
    });

    it('refuses what would not be valid together', async () => {
      const { id } = await add({
        settings: { purpose: 'transactional', includeUnsubscribed: true },
      });
      const answer = await patch(id, { settings: { purpose: 'marketing' } }).expect(400);
      expect(pointersOf(answer)).toEqual(['/settings/includeUnsubscribed']);
    });

    it('refuses a version that is not the present one any more', async () => {
      const { id } = await add();
      const read = await caller.get(`/automation/${String(id)}`);
      expect(read.headers['etag']).toBe('"1"');
      const first = await patch(id, { title: 'One' }).set('If-Match', '"1"').expect(200);
      expect(first.headers['etag']).toBe('"2"');
      await patch(id, { title: 'Two' }).set('If-Match', '"1"').expect(412);
    });
  });

  describe('DELETE /automation/{id}', () => {
    it('deletes a draft, once', async () => {
      const { id } = await add();
      await caller
        .delete(`/automation/${String(id)}`)
        .set('If-Match', '"2"')
        .expect(412);
      await caller.delete(`/automation/${String(id)}`).expect(204);
      await caller.delete(`/automation/${String(id)}`).expect(404);
    });
  });

  it('are of one project: others do not find them (E3)', async () => {
    const { id } = await add();
    const stranger = await ApiCaller.connect(server);
    const path = `/automation/${String(id)}`;
    await stranger.get(path).expect(404);
    await stranger.patch(path, { title: 'Mine' }).expect(404);
    await stranger.delete(path).expect(404);
  });

  it('cannot be made without end', async () => {
    const crowded = await ApiCaller.connect(server);
    await addManyAutomations(server.database, crowded.project.id, 500);
    const answer = await crowded.post('/automation', WELCOME).expect(409);
    expect(answer.body).toMatchObject({ code: 'conflict' });
  });
});
