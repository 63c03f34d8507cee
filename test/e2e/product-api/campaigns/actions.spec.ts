import { newId, toWireId } from '../../../../src/kernel/ids.js';
import { pointersOf, type ProblemBody } from '../../../support/answers.js';
import { CampaignCaller, EVERYBODY } from '../../../support/campaign-caller.js';
import { addContact, addSegment } from '../../../support/shortcuts.js';
import { TestApp } from '../../../support/test-app.js';

const DAY_MS = 86_400_000;
const soon = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

describe('what may be done with a campaign', () => {
  let server: TestApp;
  let caller: CampaignCaller;

  beforeAll(async () => {
    server = await TestApp.start({ CONFIRM_ABOVE: '3' });
    caller = await CampaignCaller.connect(server);
    await caller.addContacts(3);
  });
  afterAll(() => server.stop());

  const refusal = async (...given: Parameters<CampaignCaller['act']>): Promise<unknown[]> => {
    const { status, body } = await caller.act(...given);
    return [status, (body as ProblemBody).code];
  };

  it('is scheduled and unscheduled, each time under a new version', async () => {
    const draft = await caller.draft({ campaignAt: soon(1) });
    const scheduled = await caller.act(draft, 'schedule');
    expect([scheduled.status, scheduled.body.entity.status]).toEqual([200, 'scheduled']);
    expect(scheduled.headers.etag).toBe('"2"');
    const again = await caller.act(draft, 'unschedule');
    expect(again.body.entity).toMatchObject({ status: 'draft', version: 3 });
  });

  it('needs the version that the caller has seen', async () => {
    const draft = await caller.draft({ campaignAt: soon(1) });
    for (const action of ['schedule', 'send']) {
      const { body } = await caller.api.post(`/campaign/${draft.id}/${action}`, {}).expect(428);
      expect(body.code).toBe('precondition_required');
      expect(await refusal(draft, action, {}, 7)).toEqual([412, 'precondition_failed']);
    }
  });

  it.each([
    ['draft', ['pause', 'resume', 'cancel', 'archive', 'unschedule']],
    ['scheduled', ['schedule', 'pause', 'resume', 'archive']],
    ['sending', ['schedule', 'send', 'unschedule', 'resume', 'archive', 'estimate', 'test']],
    ['paused', ['schedule', 'send', 'unschedule', 'pause', 'archive', 'estimate']],
    ['unpaid', ['schedule', 'send', 'unschedule', 'pause', 'archive']],
    ['sent', ['schedule', 'send', 'unschedule', 'pause', 'resume', 'cancel']],
    ['cancelled', ['schedule', 'send', 'unschedule', 'pause', 'resume', 'cancel']],
    ['archived', ['schedule', 'send', 'unschedule', 'pause', 'resume', 'cancel', 'archive']],
  ])('is refused in the state %s: %j', async (status, actions) => {
    const draft = await caller.draft();
    const title = `In ${status}`;
    await caller.api.patch(`/campaign/${draft.id}`, { title }).expect(200);
    await server.database.query('UPDATE campaigns SET status = $2 WHERE title = $1', [
      title,
      status,
    ]);
    for (const action of actions) {
      const body = action === 'test' ? { contacts: [toWireId('aud', newId())] } : {};
      const answer = await caller.act(draft, action, body);
      expect([action, answer.status]).toEqual([action, 409]);
      expect(answer.body).toMatchObject({ code: 'invalid_state', state: status });
      expect(answer.body.allowed_actions).not.toContain(action);
    }
    expect((await caller.read(draft.id)).status).toBe(status);
  });

  it.each([
    ['without a date', null],
    ['in four minutes', 4 / 1_440],
    ['in more than a year', 370],
    ['in the past', -1],
  ])('is not scheduled %s', async (_, days) => {
    const draft = await caller.draft({ campaignAt: days === null ? null : soon(days) });
    const answer = await caller.act(draft, 'schedule');
    expect([answer.status, answer.body.code]).toEqual([422, 'unprocessable']);
    expect(pointersOf(answer)).toEqual(['/campaignAt']);
  });

  it('is not sent to nobody', async () => {
    const none = {
      ...EVERYBODY,
      rule: { root: { key: '_country', operator: 'eq', values: ['JP'] } },
    };
    for (const audience of [none, { segments: [], rule: null, exclude: [] }]) {
      const answer = await caller.act(await caller.draft({ audience }), 'send');
      expect([answer.status, answer.body.code]).toEqual([422, 'unprocessable']);
      expect(pointersOf(answer)).toEqual(['/audience']);
    }
  });

  it('is not sent by a sender that is not approved', async () => {
    const [sender] = [caller.senderId];
    await server.database.query(`UPDATE senders SET status = 'disabled' WHERE id = $1`, [sender]);
    expect(await refusal(await caller.draft(), 'send')).toEqual([422, 'sender_not_approved']);
    await server.database.query(`UPDATE senders SET status = 'approved' WHERE id = $1`, [sender]);
  });

  it('is not sent without the funds', async () => {
    const poor = await CampaignCaller.connect(server, { funds: 149_999n });
    await poor.addContacts(3);
    const draft = await poor.draft();
    const { status, body } = await poor.act(draft, 'send');
    expect([status, body.code, body.estimated_cost]).toEqual([402, 'insufficient_funds', '0.15']);
  });

  it('to many takes the figures of the last estimate, from an app', async () => {
    const many = await CampaignCaller.connect(server);
    await many.addContacts(4);
    const draft = await many.draft();
    const send = async (confirm?: object): Promise<unknown[]> => {
      const { status, body } = await many.act(draft, 'send', confirm ? { confirm } : {});
      const { code, recipients, cost } = body as Partial<Record<string, unknown>>;
      return [status, code, recipients, cost];
    };
    const asked = [409, 'confirmation_required', 4, '0.20'];
    expect(await send()).toEqual(asked);
    // Nothing was estimated yet.
    expect(await send({ recipients: 4, cost: '0.20' })).toEqual(asked);
    const { body } = await many.api.post(`/campaign/${draft.id}/estimate`, {}).expect(200);
    expect(body.entity).toMatchObject({ recipients: 4, totalCost: '0.20' });
    expect(await send({ recipients: 4, cost: '0.21' })).toEqual(asked);
    expect(await send({ recipients: 3, cost: '0.20' })).toEqual(asked);
    await many.addContacts(1);
    // Since then the audience has grown by more than a twentieth.
    expect(await send({ recipients: 4, cost: '0.20' })).toEqual([409, asked[1], 5, '0.25']);
    await many.api.post(`/campaign/${draft.id}/estimate`, {}).expect(200);
    expect((await send({ recipients: 5, cost: '0.25' }))[0]).toBe(200);
  });

  it('is sent once, however many ask at once', async () => {
    const draft = await caller.draft();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => caller.act(draft, 'send', {}, 1)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 7 }, () => 412)]);
  });

  it('keeps its segments from being deleted while it is scheduled', async () => {
    const uid = await addSegment(server.database, caller.api.project.id);
    const rule = {
      root: { join: 'or', children: [EVERYBODY.rule.root, { segment: uid, in: true }] },
    };
    const draft = await caller.draft({ audience: { rule }, campaignAt: soon(2) });
    const users = async (): Promise<unknown> =>
      server.database.query(`SELECT used_by_kind FROM segment_uses`);
    expect((await caller.act(draft, 'schedule')).status).toBe(200);
    expect(await users()).toEqual([{ used_by_kind: 'campaign' }]);
    expect((await caller.act(draft, 'cancel')).status).toBe(200);
    expect(await users()).toEqual([]);
  });

  it('is in the audit log, with who did it', async () => {
    const draft = await caller.draft({ campaignAt: soon(1) });
    for (const action of ['schedule', 'send', 'pause', 'resume', 'cancel', 'archive']) {
      expect((await caller.act(draft, action)).status).toBe(200);
    }
    const events = await server.database.query<{ type: string; actor_kind: string }>(
      `SELECT type, actor ->> 'kind' AS actor_kind FROM audit_events
       WHERE target ->> 'kind' = 'campaign' ORDER BY recorded_at DESC LIMIT 6`,
    );
    expect(events.map(({ type }) => type).reverse()).toEqual(
      ['scheduled', 'started', 'paused', 'resumed', 'cancelled', 'archived'].map(
        (what) => `campaign.${what}`,
      ),
    );
    expect(new Set(events.map(({ actor_kind }) => actor_kind))).toEqual(new Set(['app']));
  });

  it('is nothing that another project may do (E3)', async () => {
    const other = await CampaignCaller.connect(server);
    const draft = await caller.draft();
    for (const action of [
      'schedule',
      'unschedule',
      'send',
      'pause',
      'resume',
      'cancel',
      'archive',
    ]) {
      const request = other.api.post(`/campaign/${draft.id}/${action}`, {});
      await request.set('If-Match', '"1"').expect(404);
    }
    await other.api.post(`/campaign/${draft.id}/estimate`, {}).expect(404);
    await other.api.get(`/campaign/${draft.id}/report`).expect(404);
    const contacts = [await addContact(server.database, other.api.project.id)];
    await other.api.post(`/campaign/${draft.id}/test`, { contacts }).expect(404);
  });
});
