import { newId, toWireId } from '../../../src/kernel/ids.js';
import { eachOf, listOf, pointersOf } from '../../support/answers.js';
import { ApiCaller } from '../../support/api-caller.js';
import { storeMessage } from '../../support/sending.js';
import { addContact } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

describe('GET /audience/{id}/messages', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let contact: string;
  let other: string;

  const store = (to: string, text: string, created_at: string) =>
    storeMessage(server.database, caller.project.id, to, { text, created_at });

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    [contact, other] = await Promise.all([
      addContact(server.database, caller.project.id),
      addContact(server.database, caller.project.id),
    ]);
    await store(contact, 'second', '2026-01-02T00:00:00Z');
    await store(contact, 'first', '2026-01-01T00:00:00Z');
    await store(contact, 'third', '2026-01-03T00:00:00Z');
    await store(other, 'not theirs', '2026-01-04T00:00:00Z');
  });
  afterAll(() => server.stop());

  const path = (to = contact) => `/audience/${to}/messages`;

  it('lists theirs alone, latest first, page by page', async () => {
    const whole = await caller.get(path(), { _count: 'true' }).expect(200);
    expect(eachOf(whole, 'text')).toEqual(['third', 'second', 'first']);
    expect(listOf(whole).metadata).toEqual({ count: 3, limit: 50, next_cursor: null });
    const first = await caller.get(path(), { _limit: '2' }).expect(200);
    expect(eachOf(first, 'text')).toEqual(['third', 'second']);
    const { next_cursor } = listOf(first).metadata;
    const rest = await caller.get(path(), { _cursor: next_cursor ?? '' }).expect(200);
    expect(eachOf(rest, 'text')).toEqual(['first']);
  });

  it('is filtered as other lists of messages', async () => {
    const query = { createdAt_gte: '2026-01-02T00:00:00Z', createdAt_lt: '2026-01-03T00:00:00Z' };
    expect(eachOf(await caller.get(path(), query).expect(200), 'text')).toEqual(['second']);
    expect(pointersOf(await caller.get(path(), { text_contains: 'x' }).expect(400))).toEqual([
      '/text_contains',
    ]);
  });

  it('shows texts and numbers with audience.basic:read only', async () => {
    const blind = await caller.narrowedTo('sms:read');
    const answer = await blind.get(path()).expect(200);
    expect(eachOf(answer, 'status')).toEqual(['canceled', 'canceled', 'canceled']);
    for (const hidden of ['third', '+34600']) expect(answer.text).not.toContain(hidden);
  });

  it('keeps a cursor to its contact (E17)', async () => {
    const answer = await caller.get(path(), { _limit: '1' }).expect(200);
    const { next_cursor } = listOf(answer).metadata;
    await caller.get(path(other), { _cursor: next_cursor ?? '' }).expect(400);
  });

  it('finds nobody who does not exist, is erased or is of another project', async () => {
    const erased = await addContact(server.database, caller.project.id, {
      deletedAt: '2026-01-01T00:00:00Z',
    });
    await caller.get(path(erased)).expect(404);
    await caller.get(path(toWireId('aud', newId()))).expect(404);
    const stranger = await ApiCaller.connect(server);
    await stranger.get(path()).expect(404);
    await stranger.get(path(await addContact(server.database, stranger.project.id))).expect(200);
  });
});
