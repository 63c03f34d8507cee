import { readFileSync } from 'node:fs';
import { ApiCaller } from '../../../support/api-caller.js';
import { addAutomation } from '../../../support/automations.js';
import { makeReadyToSend } from '../../../support/sending.js';
import { TestApp } from '../../../support/test-app.js';

const EXAMPLES = [
  ...readFileSync('docs/automations.md', 'utf8').matchAll(/```json\n(.*?)```/gs),
].map(([, json = '']) => JSON.parse(json) as { readonly title: string });

describe('docs/automations.md', () => {
  let server: TestApp;
  let caller: ApiCaller;

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    await makeReadyToSend(server.database, caller.project.id);
    for (const uid of ['cart_abandoned', 'purchase']) {
      await caller.post('/specs/events', { uid, name: uid }).expect(201);
    }
    const amount = { parameter: 'amount', title: 'Amount', dataType: 'decimal' };
    await caller.post('/specs/events/cart_abandoned/parameters', amount).expect(201);
    for (const [uid, dataType] of [
      ...[['tier', 'string'] as const, ['cart_reminded', 'boolean'] as const],
      ['birthday', 'date'] as const,
    ]) {
      await caller.post('/specs/attributes', { uid, displayLabel: uid, dataType }).expect(201);
    }
  });
  afterAll(() => server.stop());

  it('has examples', () => {
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(2);
  });

  it.each(EXAMPLES)('can be activated: $title', async (example) => {
    const { id } = await addAutomation(caller, example);
    const { body } = await caller.post(`/automation/${id}/validate`, {}).expect(200);
    expect(body).toMatchObject({ entity: { valid: true, problems: [] } });
    await caller.post(`/automation/${id}/activate`, {}).set('If-Match', '"1"').expect(200);
  });
});
