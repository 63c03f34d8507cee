import { ApiCaller } from '../../../support/api-caller.js';
import { activate, letPass, runAutomations, textsOf } from '../../../support/automations.js';
import { eachOf } from '../../../support/answers.js';
import { makeReadyToSend } from '../../../support/sending.js';
import { addContact } from '../../../support/shortcuts.js';
import { TestApp } from '../../../support/test-app.js';

const sms = (text: string) => ({ send_sms: { text } });
const wait = (duration: string) => ({ wait: { duration } });
const API = { trigger: { api: {} } };

describe('a running automation', () => {
  let server: TestApp;
  let caller: ApiCaller;

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    caller = await ApiCaller.connect(server);
    await makeReadyToSend(server.database, caller.project.id);
  });

  const contact = (values: Parameters<typeof addContact>[2] = {}): Promise<string> =>
    addContact(server.database, caller.project.id, values);
  const enter = async (path: string, ...contactIds: string[]): Promise<unknown> => {
    const { body } = await caller.post(`${path}/trigger`, { contactIds }).expect(200);
    return (body as { entity: { entered: number } }).entity.entered;
  };
  const enrollments = async (path: string, member: string): Promise<unknown[]> =>
    eachOf(await caller.get(`${path}/enrollments`).expect(200), member);
  const texts = (path: string): Promise<string[]> => textsOf(server.database, path);

  it('sends its messages after their waits, to each contact by name', async () => {
    const steps = [sms('Hi {{_first_name}}'), wait('PT1H'), sms('Still there?')];
    const path = await activate(caller, { ...API, steps });
    await enter(path, await contact());
    await runAutomations(server);
    expect(await texts(path)).toEqual(['Hi Lucía']);
    await letPass(server.database, '59 minutes');
    await runAutomations(server);
    expect(await texts(path)).toHaveLength(1);
    await letPass(server.database, '1 minute');
    await runAutomations(server);
    expect(await texts(path)).toEqual(['Hi Lucía', 'Still there?']);
    const { body } = await caller.get(path);
    expect(body).toMatchObject({
      entity: { stats: { entered: 1, active: 0, completed: 1, stopped: 0, messages: 2 } },
    });
  });

  it('has each contact in it once at a time, and again only after its gap', async () => {
    const path = await activate(caller, { ...API, steps: [wait('PT1H'), sms('x')] });
    const id = await contact();
    expect(await enter(path, id)).toBe(1);
    expect(await enter(path, id)).toBe(0);
    await runAutomations(server);
    await letPass(server.database, '1 hour');
    await runAutomations(server);
    expect(await enter(path, id)).toBe(0);
    await letPass(server.database, '1 day');
    expect(await enter(path, id)).toBe(1);
  });

  it('lets a contact enter as often as it says', async () => {
    const settings = { minGap: 'PT0S', maxEntriesPerContact: 2 };
    const path = await activate(caller, { ...API, settings, steps: [{ exit: {} }] });
    const id = await contact();
    const entered: unknown[] = [];
    for (let time = 0; time < 3; time++) {
      entered.push(await enter(path, id));
      await runAutomations(server);
    }
    expect(entered).toEqual([1, 1, 0]);
    expect(await enrollments(path, 'endReason')).toEqual(['exited', 'exited']);
  });

  it('branches by a rule, and goes on behind the branch', async () => {
    const rule = { root: { key: '_first_name', operator: 'eq', values: ['Lucía'] } };
    const path = await activate(caller, {
      ...API,
      steps: [{ branch: { rule, yes: [sms('Hola')], no: [sms('Hello')] } }, sms('Bye')],
    });
    await enter(path, await contact(), await contact({ firstName: 'Ada' }));
    await runAutomations(server);
    expect((await texts(path)).sort()).toEqual(['Bye', 'Bye', 'Hello', 'Hola']);
  });

  it('takes only contacts of its audience', async () => {
    const rule = { root: { key: '_first_name', operator: 'eq', values: ['Ada'] } };
    const path = await activate(caller, { ...API, audience: { rule }, steps: [{ exit: {} }] });
    expect(await enter(path, await contact(), await contact({ firstName: 'Ada' }))).toBe(1);
  });

  it('ends for who unsubscribes, also if they subscribe again before it goes on', async () => {
    const path = await activate(caller, { ...API, steps: [wait('PT1H'), sms('x')] });
    const [gone, back] = [await contact(), await contact()];
    await enter(path, gone, back);
    const change = (way: string, audienceId: string) =>
      caller.post(`/audience/stream/sms-${way}`, { audienceId }).expect(200);
    await change('unsubscribe', gone);
    await change('unsubscribe', back);
    await change('subscribe', back);
    await letPass(server.database, '1 hour');
    await runAutomations(server);
    expect(await enrollments(path, 'endReason')).toEqual(['unsubscribed', 'unsubscribed']);
    expect(await texts(path)).toEqual([]);
    expect(await enter(path, gone)).toBe(0);
  });

  it('includes the unsubscribed where its purpose allows that', async () => {
    const settings = { purpose: 'transactional', includeUnsubscribed: true };
    const path = await activate(caller, { ...API, settings, steps: [sms('Your order')] });
    const id = await contact();
    await caller.post('/audience/stream/sms-unsubscribe', { audienceId: id }).expect(200);
    expect(await enter(path, id)).toBe(1);
    await runAutomations(server);
    expect(await texts(path)).toEqual(['Your order']);
  });

  it('ends with the contact', async () => {
    const path = await activate(caller, { ...API, steps: [wait('PT1H'), sms('x')] });
    const id = await contact();
    await enter(path, id);
    await caller.delete(`/audience/${id}`);
    await letPass(server.database, '1 hour');
    await runAutomations(server);
    expect(await texts(path)).toEqual([]);
    expect((await caller.get(path)).body).toMatchObject({
      entity: { stats: { active: 0, stopped: 1 } },
    });
  });

  it('goes on without a message for who has no number', async () => {
    const path = await activate(caller, { ...API, steps: [sms('x')] });
    await enter(path, await contact({ phone: null }));
    await runAutomations(server);
    expect((await caller.get(path)).body).toMatchObject({
      entity: { stats: { completed: 1, messages: 0, skipped: 1 } },
    });
  });

  it('sends three messages a day to a contact, of all automations together', async () => {
    const steps = [sms('1'), sms('2')];
    const paths = [
      await activate(caller, { ...API, steps }),
      await activate(caller, { ...API, steps }),
    ];
    const id = await contact();
    for (const path of paths) await enter(path, id);
    await runAutomations(server);
    const sent = (await Promise.all(paths.map(texts))).flat();
    expect(sent).toHaveLength(3);
    await server.database.query(`UPDATE automation_message_days SET day = day - 1`);
    await letPass(server.database, '1 day');
    await enter(paths[0] ?? '', id);
    await runAutomations(server);
    expect((await Promise.all(paths.map(texts))).flat()).toHaveLength(5);
  });

  it('waits in quiet hours until they are over', async () => {
    const [now] = await server.database.query<{ start: string; end: string }>(
      `SELECT to_char(now() AT TIME ZONE timezone - interval '1 hour', 'HH24:MI') AS start,
         to_char(now() AT TIME ZONE timezone + interval '1 hour', 'HH24:MI') AS end FROM projects WHERE id = $1`,
      [caller.project.id],
    );
    const settings = { quietHours: now };
    const path = await activate(caller, { ...API, settings, steps: [sms('Good morning')] });
    await enter(path, await contact());
    await runAutomations(server);
    expect(await texts(path)).toEqual([]);
    const [due] = await server.database.query<{ minutes: number }>(
      `SELECT extract(epoch FROM due_at - now())::int / 60 AS minutes FROM automation_enrollments
       WHERE project_id = $1`,
      [caller.project.id],
    );
    expect(due?.minutes).toBeGreaterThan(55);
    expect(due?.minutes).toBeLessThanOrEqual(60);
  });

  it('assigns a value to an attribute', async () => {
    const spec = { uid: 'stage', displayLabel: 'Stage', dataType: 'string' };
    await caller.post('/specs/attributes', spec).expect(201);
    const step = { update_attribute: { key: 'stage', value: 'welcomed' } };
    const path = await activate(caller, { ...API, steps: [step] });
    const id = await contact();
    await enter(path, id);
    await runAutomations(server);
    expect((await caller.get(`/audience/${id}`)).body).toMatchObject({
      entity: { attributesData: { stage: 'welcomed' } },
    });
  });
});
