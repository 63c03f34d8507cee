import { pointersOf } from '../../../support/answers.js';
import { CampaignCaller } from '../../../support/campaign-caller.js';
import { addContact } from '../../../support/shortcuts.js';
import { TestApp } from '../../../support/test-app.js';

describe('tests and estimates of campaigns', () => {
  let server: TestApp;
  let caller: CampaignCaller;
  let member: string;

  beforeAll(async () => (server = await TestApp.start({ RATE_LIMIT_SCALE: '1' })));
  afterAll(() => server.stop());
  beforeEach(async () => {
    caller = await CampaignCaller.connect(server);
    member = await addMemberContact(true);
  });

  const addMemberContact = async (isVerified: boolean): Promise<string> => {
    const { id } = caller.api.project;
    const [user] = await server.database.query<{ email: string }>(
      `UPDATE users u SET email_verified_at = CASE WHEN $2::boolean THEN now() END FROM memberships m
       WHERE m.user_id = u.id AND m.project_id = $1 RETURNING u.email`,
      [id, isVerified],
    );
    return addContact(server.database, id, { email: user?.email ?? null, firstName: 'Ana' });
  };
  const test = (id: string, contacts: readonly string[], more: object = {}) =>
    caller.api.post(`/campaign/${id}/test`, { contacts, ...more });

  it('sends the rendered text to a member, and leaves the campaign as it is', async () => {
    const options = [
      { text: 'One {{_first_name}}', weight: 50 },
      { text: 'Two {{_first_name}}', weight: 50 },
    ];
    const draft = await caller.draft({ options });
    const { body } = await test(draft.id, [member], { option: 1 }).expect(200);
    expect(body.entity.messages).toEqual([
      { audienceId: member, status: 'enqueued', id: expect.stringMatching(/^sms_/) },
    ]);
    const rows = await server.database.query(
      'SELECT text, origin_kind, purpose FROM sms_messages WHERE project_id = $1',
      [caller.api.project.id],
    );
    expect(rows).toEqual([{ text: 'Two Ana', origin_kind: 'direct', purpose: 'transactional' }]);
    expect(await caller.read(draft.id)).toMatchObject({ status: 'draft', version: 1 });
  });

  it('goes to nobody but members with a verified address (E3)', async () => {
    const draft = await caller.draft();
    const stranger = await addContact(server.database, caller.api.project.id);
    const other = await CampaignCaller.connect(server);
    const foreign = await addContact(server.database, other.api.project.id);
    const answer = await test(draft.id, [member, stranger, foreign]).expect(400);
    expect(pointersOf(answer)).toEqual(['/contacts/1', '/contacts/2']);
    await addMemberContact(false);
    expect(pointersOf(await test(draft.id, [member]).expect(400))).toEqual(['/contacts/0']);
  });

  it.each([[[]], [Array(2).fill('same')], [Array(6).fill('same')]])(
    'refuses the contacts %j',
    async (contacts) => {
      const draft = await caller.draft();
      const answer = await test(
        draft.id,
        contacts.map(() => member),
      ).expect(400);
      expect(pointersOf(answer)).toContain('/contacts');
    },
  );

  it('sends ten messages a day in a project', async () => {
    const draft = await caller.draft();
    const five = [member];
    while (five.length < 5) five.push(await addMemberContact(true));
    await test(draft.id, five).expect(200);
    await test(draft.id, five).expect(200);
    const { headers, body } = await test(draft.id, [member]).expect(429);
    expect(body.code).toBe('rate_limited');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });

  it('estimates least, average and most of the rendered texts', async () => {
    const { id } = caller.api.project;
    await addContact(server.database, id, { firstName: 'x'.repeat(150) });
    await addContact(server.database, id, { firstName: null });
    const draft = await caller.draft({ options: [{ text: `${'y'.repeat(20)}{{_first_name}}` }] });
    const { body } = await caller.api.post(`/campaign/${draft.id}/estimate`, {}).expect(200);
    expect(body.entity).toMatchObject({
      ...{ recipients: 3, totalParts: 4, totalCost: '0.20' },
      parts: { min: 1, avg: '1.333334', max: 2 },
      cost: { min: '0.05', avg: '0.066667', max: '0.10' },
    });
  });
});
