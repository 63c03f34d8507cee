import { DEFAULT_SETTINGS } from '../../src/product-api/automations/definition/read-definition.js';
import type { ApiCaller } from './api-caller.js';
import { storeRow } from './rows.js';
import type { TestDatabase } from './test-database.js';

/** An automation on the wire. */
export type ShownAutomation = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly version: number;
};

/** A new draft, by the API. */
export async function addAutomation(caller: ApiCaller, body: object): Promise<ShownAutomation> {
  const answer = await caller.post('/automation', body).expect(201);
  return (answer.body as { entity: ShownAutomation }).entity;
}

/** A draft as a row, for tests of more than the API makes. */
export const storeAutomation = (
  database: TestDatabase,
  projectId: string,
  columns: object,
): Promise<string> =>
  storeRow(database, 'automations', {
    ...{ project_id: projectId, title: 'Automation', status: 'draft', trigger: { api: {} } },
    ...{ steps: JSON.stringify([{ exit: {} }]), settings: DEFAULT_SETTINGS },
    ...columns,
  });
