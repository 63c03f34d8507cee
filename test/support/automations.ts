import { DEFAULT_SETTINGS } from '../../src/product-api/automations/definition/read-definition.js';
import { fromWireId } from '../../src/kernel/ids.js';
import { JobRegistry } from '../../src/platform/jobs/job-registry.js';
import type { ApiCaller } from './api-caller.js';
import { storeRow } from './rows.js';
import type { TestApp } from './test-app.js';
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

/** One that is active, with its version. */
export async function storeActiveAutomation(
  database: TestDatabase,
  projectId: string,
  id: string,
): Promise<void> {
  await storeAutomation(database, projectId, { id, status: 'active' });
  await storeRow(database, 'automation_versions', {
    ...{ project_id: projectId, automation_id: id, version: 1, definition: {} },
    ...{ program: JSON.stringify([{ do: 'exit' }]), cancel_events: [] },
  });
}

/** An active automation, by the API. @returns its path */
export async function activate(caller: ApiCaller, body: object): Promise<string> {
  const { id } = await addAutomation(caller, { title: 'Automation', ...body });
  await caller.post(`/automation/${id}/activate`, {}).set('If-Match', '"1"').expect(200);
  return `/automation/${id}`;
}

/** Runs what is queued for automations, until nothing is left, and then everybody who is due. `first`: a recurring job before. */
export async function runAutomations({ app, database }: TestApp, first?: string): Promise<void> {
  const jobs = app.get(JobRegistry, { strict: false }).all();
  const handlerOf = (name: string) => jobs.find((job) => job.name === name);
  const take = () =>
    database.query<{ name: string; payload: object }>(
      `WITH taken AS (DELETE FROM graphile_worker._private_jobs j USING graphile_worker._private_tasks t
         WHERE t.id = j.task_id AND t.identifier = ANY ($1) RETURNING t.identifier, j.payload, j.id)
       SELECT identifier AS name, payload FROM taken ORDER BY id`,
      [QUEUED],
    );
  if (first !== undefined) await handlerOf(first)?.run({});
  for (let queued = await take(); queued.length > 0; queued = await take()) {
    for (const { name, payload } of queued) await handlerOf(name)?.run(payload);
  }
  await handlerOf('run-automations')?.run({});
}

const QUEUED = [
  ...['events-recorded', 'contacts-subscribed', 'segment-entered', 'enrollments-due'],
  ...['automation-resumed', 'automation-archived', 'automation-date-scan'],
];

/** Lets time pass for everybody under way. `by` is a PostgreSQL interval. */
export const letPass = (database: TestDatabase, by: string): Promise<unknown> =>
  database.query(
    `UPDATE automation_enrollments SET due_at = due_at - $1::interval, late_since = late_since - $1::interval,
       entered_at = entered_at - $1::interval, messaged_at = messaged_at - $1::interval`,
    [by],
  );

/** The texts of an automation, or of all, in the order in which they were accepted. */
export async function textsOf(database: TestDatabase, path?: string): Promise<string[]> {
  const id = path === undefined ? null : fromWireId('aut', path.split('/').at(-1) ?? '');
  const rows = await database.query<{ text: string }>(
    `SELECT text FROM sms_messages WHERE origin_kind = 'automation' AND ($1::uuid IS NULL OR origin_id = $1)
     ORDER BY created_at, id`,
    [id],
  );
  return rows.map(({ text }) => text);
}
