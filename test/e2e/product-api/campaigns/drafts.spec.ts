import { newId, toWireId } from '../../../../src/kernel/ids.js';
import { eachOf, pointersOf } from '../../../support/answers.js';
import { ApiCaller } from '../../../support/api-caller.js';
import { addManyDrafts } from '../../../support/large-tables/many-campaigns.js';
import { addSegment, addSender } from '../../../support/shortcuts.js';
import { TestApp } from '../../../support/test-app.js';

const DRAFT = { title: 'Spring', options: [{ text: 'Hello' }] };

describe('drafts of campaigns', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let other: ApiCaller;

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    other = await ApiCaller.connect(server);
  });
  afterAll(() => server.stop());

  const create = async (more: object = {}): Promise<{ readonly id: string }> => {
    const { body } = await caller.post('/campaign', { ...DRAFT, ...more }).expect(201);
    return body.entity as { id: string };
  };
  const setStatus = (id: string, status: string): Promise<unknown> =>
    server.database.query('UPDATE campaigns SET status = $2 WHERE title = $1', [id, status]);

  it('are made of a title and a text; the rest has its default', async () => {
    const { body, headers } = await caller.post('/campaign', DRAFT).expect(201);
    expect(headers.etag).toBe('"1"');
    expect(body.entity).toMatchObject({
      ...{ title: 'Spring', description: null, channel: 'sms', purpose: 'marketing' },
      ...{ status: 'draft', audience: { segments: [], rule: null, exclude: [] } },
      ...{ options: [{ text: 'Hello', weight: 100 }], senderId: null, campaignAt: null },
      ...{ excludeUnsubscribed: true, excludeAcceptsNo: true, quietHours: null, snapshot: null },
      ...{ stats: { enqueued: 0, refused: [] }, version: 1 },
    });
    const { grantId, createdBy, id } = body.entity;
    expect([grantId, createdBy]).toEqual([
      expect.stringMatching(/^grt_/),
      expect.stringMatching(/^usr_/),
    ]);
    const read = await caller.get(`/campaign/${String(id)}`).expect(200);
    expect(read.body.entity).toEqual(body.entity);
  });

  it('keep everything that they are given', async () => {
    const [segment, excluded] = await Promise.all([
      addSegment(server.database, caller.project.id),
      addSegment(server.database, caller.project.id),
    ]);
    const sender = await addSender(server.database, caller.project.id);
    const content = {
      ...{ title: 'Autumn', description: 'For regulars', channel: 'sms', purpose: 'transactional' },
      audience: { segments: [segment], rule: null, exclude: [excluded] },
      options: [
        { text: 'One', weight: 60 },
        { text: 'Two', weight: 40 },
      ],
      ...{ senderId: sender, allowUnicode: true, campaignAt: '2027-03-01T08:00:00.000Z' },
      ...{ timezoneMode: 'recipient', throttlePerMinute: 100, excludeUnsubscribed: false },
      ...{ excludeAcceptsNo: false, quietHours: { start: '21:00', end: '08:00' } },
    };
    const { body } = await caller.post('/campaign', content).expect(201);
    expect(body.entity).toMatchObject(content);
  });

  it('are changed in part, under a new version', async () => {
    const { id } = await create({ description: 'Soon', campaignAt: '2027-03-01T08:00:00Z' });
    const change = { title: 'Late spring', campaignAt: null };
    const { body, headers } = await caller.patch(`/campaign/${id}`, change).expect(200);
    expect(body.entity).toMatchObject({ ...change, description: 'Soon', version: 2 });
    expect(headers.etag).toBe('"2"');
  });

  it('are not changed or deleted by who holds an older version', async () => {
    const { id } = await create();
    await caller.patch(`/campaign/${id}`, { title: 'New' }).set('If-Match', '"1"').expect(200);
    for (const request of [caller.patch(`/campaign/${id}`, {}), caller.delete(`/campaign/${id}`)]) {
      const { body } = await request.set('If-Match', '"1"').expect(412);
      expect(body.code).toBe('precondition_failed');
    }
    await caller.delete(`/campaign/${id}`).set('If-Match', '"2"').expect(204);
    await caller.get(`/campaign/${id}`).expect(404);
    await caller.delete(`/campaign/${id}`).expect(404);
  });

  it.each(['scheduled', 'sending', 'paused', 'sent', 'unpaid', 'cancelled', 'archived'])(
    'are not drafts any more once %s: nothing changes or deletes them',
    async (status) => {
      const { id } = await create({ title: `Once ${status}` });
      await setStatus(`Once ${status}`, status);
      for (const request of [
        caller.patch(`/campaign/${id}`, {}),
        caller.delete(`/campaign/${id}`),
      ]) {
        const { body } = await request.expect(409);
        expect(body).toMatchObject({ code: 'invalid_state', state: status });
        expect(body.allowed_actions).toContain('duplicate');
        expect(body.allowed_actions).not.toContain('edit');
      }
    },
  );

  it('are copied from campaigns in any state, without the date', async () => {
    const { id } = await create({ title: 'x'.repeat(120), campaignAt: '2027-03-01T08:00:00Z' });
    await setStatus('x'.repeat(120), 'sent');
    const { body } = await caller.post(`/campaign/${id}/duplicate`, {}).expect(201);
    expect(body.entity).toMatchObject({
      status: 'draft',
      campaignAt: null,
      options: [{ text: 'Hello' }],
    });
    expect(body.entity.title).toBe(`${'x'.repeat(113)} (copy)`);
    expect(body.entity.id).not.toBe(id);
  });

  it.each([
    [{}, ['/title', '/options']],
    [{ ...DRAFT, status: 'sent' }, ['/status']],
    [{ ...DRAFT, title: '' }, ['/title']],
    [{ ...DRAFT, options: [] }, ['/options']],
    [{ ...DRAFT, options: [{ text: '' }] }, ['/options/0/text']],
    [{ ...DRAFT, options: [{ text: 'a', weight: 99 }] }, ['/options']],
    [{ ...DRAFT, options: [{ text: 'a' }, { text: 'b' }] }, ['/options']],
    [{ ...DRAFT, options: Array(5).fill({ text: 'a', weight: 20 }) }, ['/options']],
    [{ ...DRAFT, options: [{ text: 'a', trackLinks: true }] }, ['/options/0/trackLinks']],
    [{ ...DRAFT, excludeUnsubscribed: false }, ['/excludeUnsubscribed']],
    [{ ...DRAFT, channel: 'email' }, ['/channel']],
    [{ ...DRAFT, throttlePerMinute: 0 }, ['/throttlePerMinute']],
    [{ ...DRAFT, quietHours: { start: '24:00', end: '08:00' } }, ['/quietHours/start']],
    [{ ...DRAFT, quietHours: { start: '08:00', end: '08:00' } }, ['/quietHours/end']],
    [{ ...DRAFT, campaignAt: 'tomorrow' }, ['/campaignAt']],
    [{ ...DRAFT, senderId: toWireId('snd', newId()) }, ['/senderId']],
    [{ ...DRAFT, senderId: 'snd_1' }, ['/senderId']],
    [{ ...DRAFT, audience: { exclude: [toWireId('seg', newId())] } }, ['/audience/exclude/0']],
    [
      { ...DRAFT, audience: { segments: Array(11).fill(toWireId('seg', newId())) } },
      ['/audience/segments'],
    ],
  ])('refuse %j', async (body, pointers) => {
    const answer = await caller.post('/campaign', body).expect(400);
    expect(pointersOf(answer)).toEqual(pointers);
  });

  it('show attributes in their texts and rules to who may see them only', async () => {
    const narrow = await caller.narrowedTo('campaigns:write');
    const rule = { root: { key: '_first_name', operator: 'exists', values: [] } };
    for (const more of [
      { options: [{ text: 'Hello {{_first_name|friend}}' }] },
      { audience: { rule } },
    ]) {
      const { body } = await narrow.post('/campaign', { ...DRAFT, ...more }).expect(403);
      expect(body.code).toBe('data_privacy');
      const { id } = await create(more);
      // What somebody else wrote may stay.
      await narrow.patch(`/campaign/${id}`, { title: 'Other' }).expect(200);
      await narrow.patch(`/campaign/${id}`, more).expect(403);
    }
  });

  it.each([
    ['Hello {{_surname}}', 400, '/options/0/text'],
    ['Hello {{', 400, '/options/0/text'],
    ['Привет', 422, '/options/0/text'],
    ['x'.repeat(1_531), 422, '/options/0/text'],
  ])('refuse the text %.20s: %s', async (text, status, pointer) => {
    const answer = await caller.post('/campaign', { ...DRAFT, options: [{ text }] });
    expect([answer.status, pointersOf(answer)]).toEqual([status, [pointer]]);
  });

  it('may have 670 characters of any writing, if they allow that', async () => {
    const text = 'П'.repeat(670);
    const { id } = await create({ options: [{ text }], allowUnicode: true });
    const change = caller.patch(`/campaign/${id}`, { allowUnicode: false });
    await change.expect(422);
    const longer = { options: [{ text: `${text}П` }] };
    await caller.patch(`/campaign/${id}`, longer).expect(422);
  });

  it('refuse rules that cannot be evaluated', async () => {
    const rule = { root: { key: 'unknown', operator: 'exists', values: [] } };
    const answer = await caller.post('/campaign', { ...DRAFT, audience: { rule } }).expect(400);
    expect(pointersOf(answer)).toEqual(['/audience/rule/root/key']);
  });

  it('do not know senders and segments of other projects (E3)', async () => {
    const senderId = await addSender(server.database, other.project.id);
    const segment = await addSegment(server.database, other.project.id);
    const audience = { segments: [segment] };
    const answer = await caller.post('/campaign', { ...DRAFT, senderId, audience }).expect(400);
    expect(pointersOf(answer)).toEqual(['/senderId', '/audience/segments/0']);
  });

  it('of other projects do not exist (E3)', async () => {
    const { id } = await create();
    await other.get(`/campaign/${id}`).expect(404);
    await other.patch(`/campaign/${id}`, { title: 'Mine' }).expect(404);
    await other.delete(`/campaign/${id}`).expect(404);
    await other.post(`/campaign/${id}/duplicate`, {}).expect(404);
  });

  it('are a thousand in a project at most', async () => {
    await addManyDrafts(server.database, other.project.id, 1_000);
    const { body } = await other.post('/campaign', DRAFT).expect(409);
    expect(body.code).toBe('conflict');
  });

  describe('in a list', () => {
    let lister: ApiCaller;
    beforeAll(async () => {
      lister = await ApiCaller.connect(server);
      const add = (title: string, campaignAt: string | null): unknown =>
        lister.post('/campaign', { ...DRAFT, title, campaignAt }).expect(201);
      await add('Summer', '2027-06-01T08:00:00Z');
      await add('Someday', null);
      await add('Winter', '2027-12-01T08:00:00Z');
      await setStatus('Winter', 'sent');
    });
    const titles = async (query: Record<string, string>): Promise<unknown[]> =>
      eachOf(await lister.get('/campaign', query).expect(200), 'title');

    it('are sorted by date, the latest first, and those without a date before', async () => {
      expect(await titles({})).toEqual(['Someday', 'Winter', 'Summer']);
      expect(await titles({ _sort: 'title' })).toEqual(['Someday', 'Summer', 'Winter']);
    });

    it('are found by state, title and date', async () => {
      expect(await titles({ status_in: 'sent,draft', title_contains: 'WIN' })).toEqual(['Winter']);
      expect(await titles({ status_eq: 'sent' })).toEqual(['Winter']);
      expect(await titles({ campaignAt_lt: '2027-07-01T00:00:00Z' })).toEqual(['Summer']);
    });
  });
});
