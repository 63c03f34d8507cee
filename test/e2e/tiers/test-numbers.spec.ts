import { TIER_POLICIES } from '../../../src/modules/verification/tier-policy.js';
import type { Customer } from '../../support/actors/customer.js';
import type { TestProject } from '../../support/actors/organisation.js';
import type { Tokens } from '../../support/actors/third-party-app.js';
import { makeReadyToSend } from '../../support/sending.js';
import { addContact } from '../../support/shortcuts.js';
import { TierApp } from '../../support/tier-app.js';
import { World } from '../../support/world.js';

const PHONE = '+34600000101';
const OTHER = '+34600000201';
const { messagesPerDay } = TIER_POLICIES.development;

describe('messages of an app under development outside of its organisation', () => {
  let world: World;
  let app: TierApp;
  let project: TestProject;
  let owner: Customer;
  let tokens: Tokens;
  let page: string;
  let contact: string;

  beforeAll(async () => (world = await World.start()));
  afterAll(() => world.stop());
  beforeEach(async () => {
    app = await TierApp.at(world, 'development');
    project = await app.project();
    owner = await app.person([project]);
    await makeReadyToSend(world.server.database, project.id);
    contact = await addContact(world.server.database, project.id, { phone: PHONE });
    page = `/dashboard/projects/${project.wireId}/test-numbers`;
    const scopes = 'sms:send campaigns:send campaigns:write campaigns:read segments:read';
    tokens = await app.asked.connect(scopes, { customer: owner, projects: [project] });
  });

  const call = (below: string, body: object) =>
    app.asked.call(tokens, 'POST', `/v1/project/${project.wireId}${below}`, body);
  const send = (to = contact) => call(`/channel/sms/sms/direct/default/${to}`, { text: 'Hola' });
  const request = async (phone = PHONE) =>
    owner.browser.submit(await owner.open(page), page, { phone });
  const sentCode = async (): Promise<string> => {
    const [row] = await world.server.database.query<{ text: string }>(
      `SELECT text FROM sms_messages WHERE project_id = $1 AND text LIKE '%confirms this phone%' ORDER BY created_at DESC LIMIT 1`,
      [project.id],
    );
    return row?.text.slice(0, 6) ?? '';
  };
  const enter = async (code: string) => {
    const { html } = await owner.open(page);
    const action = /action="([^"]+\/confirm)"/.exec(html)?.[1] ?? '';
    if (action === '') return 'no form';
    const { headers } = await owner.browser.submit(
      { html, status: 200, headers: new Headers() },
      action,
      { code },
    );
    return new URL(headers.get('location') ?? '', 'http://x').searchParams.get('done');
  };
  const confirm = async () => {
    expect((await request()).status).toBe(303);
    expect(await enter(await sentCode())).toBe('done');
  };

  it('go to confirmed test numbers only, and say what to do', async () => {
    const refused = await send();
    expect([refused.status, refused.body.code]).toEqual([422, 'test_number_required']);
    expect(refused.body.detail).toContain('An owner or admin of the project can confirm it');
    await confirm();
    expect((await send()).status).toBe(201);
    const stranger = await addContact(world.server.database, project.id, { phone: OTHER });
    expect((await send(stranger)).body.code).toBe('test_number_required');
  });

  it('are refused one by one in a batch', async () => {
    await confirm();
    const stranger = await addContact(world.server.database, project.id, { phone: OTHER });
    const { body } = await call('/channel/sms/sms/direct/bulk', {
      messages: [contact, stranger].map((audienceId) => ({ audienceId, text: 'Hola' })),
    });
    const results = body.entities as { status: number; error: { code: string } | null }[];
    expect(results.map(({ status, error }) => [status, error?.code])).toEqual([
      [201, undefined],
      [422, 'test_number_required'],
    ]);
  });

  it('are so many a day in a project, also to test numbers', async () => {
    await confirm();
    const messages = Array.from({ length: messagesPerDay + 5 }, () => ({
      audienceId: contact,
      text: 'Hola',
    }));
    const { body } = await call('/channel/sms/sms/direct/bulk', { messages });
    expect(body.metadata).toEqual({ accepted: messagesPerDay, refused: 5 });
  });

  it('are not limited so for the organisation of the app', async () => {
    const own = await TierApp.at(world, 'own');
    const shop = await own.project();
    const person = await own.person([shop]);
    await makeReadyToSend(world.server.database, shop.id);
    const to = await addContact(world.server.database, shop.id, { phone: PHONE });
    const theirs = await own.asked.connect('sms:send', { customer: person, projects: [shop] });
    const path = `/v1/project/${shop.wireId}/channel/sms/sms/direct/default/${to}`;
    expect((await own.asked.call(theirs, 'POST', path, { text: 'Hola' })).status).toBe(201);
  });

  it('need a code that was sent to the number; five wrong ones end it', async () => {
    expect((await request('+34600000999')).html).toContain(
      'No contact of this project has this number',
    );
    expect((await request('nonsense')).html).toContain('not a phone number');
    await request();
    const code = await sentCode();
    expect(code).toMatch(/^\d{6}$/);
    const wrong = code === '000000' ? '000001' : '000000';
    const guesses = await Promise.all(Array.from({ length: 8 }, () => enter(wrong)));
    expect(new Set(guesses)).toEqual(new Set(['wrong']));
    expect(await enter(code)).toBe('wrong');
    expect((await send()).status).toBe(422);
    await confirm();
  });

  it('have their numbers from owners and admins of the project alone', async () => {
    await confirm();
    const developer = await app.person([project], 'developer');
    expect((await developer.open(page)).status).toBe(404);
    const { html } = await owner.open(page);
    const action = /action="([^"]+\/remove)"/.exec(html)?.[1] ?? '';
    const csrf_token =
      /name="csrf_token" value="([^"]+)"/.exec(
        (await developer.open('/dashboard/testing')).html,
      )?.[1] ?? '';
    expect((await developer.browser.post(action, { csrf_token })).status).toBe(404);
    await owner.browser.submit(await owner.open(page), action);
    expect((await send()).body.code).toBe('test_number_required');
  });
});
