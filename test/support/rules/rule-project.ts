import type { ApiCaller } from '../api-caller.js';

/** Custom attributes and an event, as tests and docs/segment-rules.md use them. */
const ATTRIBUTES = [
  { uid: 'city', dataType: 'string' },
  { uid: 'plan', dataType: 'enum', options: ['gold', 'free'] },
  { uid: 'points', dataType: 'integer' },
  { uid: 'birthday', dataType: 'date' },
  { uid: 'colours', dataType: 'string', multivalue: 10 },
];

/** Makes them, with all scopes of the caller. */
export async function defineSpecs(caller: ApiCaller): Promise<void> {
  for (const attribute of ATTRIBUTES) await caller.post('/specs/attributes', attribute).expect(201);
  await caller.post('/specs/events', { uid: 'purchase' }).expect(201);
  const amount = { parameter: 'amount', dataType: 'decimal' };
  await caller.post('/specs/events/purchase/parameters', amount).expect(201);
  const card = { parameter: 'card', dataType: 'string', pii: true };
  await caller.post('/specs/events/purchase/parameters', card).expect(201);
}
