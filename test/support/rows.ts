import { randomBytes } from 'node:crypto';
import { newId } from '../../src/kernel/ids.js';

type Columns = Readonly<Record<string, unknown>>;

const inAnHour = (): Date => new Date(Date.now() + 3_600_000);

/** Default values of a row; the database sets the others. */
const USUAL: Readonly<Record<string, () => Columns>> = {
  organisations: () => ({ name: 'Bakery Ltd' }),
  users: () => ({ email: `${newId()}@example.test`, name: 'Vera', password_hash: 'none' }),
  projects: () => ({ name: 'Bakery', plan: 'pro' }),
  memberships: () => ({ role: 'owner' }),
  clients: () => ({
    ...{ origin: 'dynamic', name: 'Example App', application_type: 'web', redirect_uris: [] },
    ...{ token_endpoint_auth_method: 'none', grant_types: ['authorization_code'] },
  }),
  browser_sessions: () => ({
    ...{ token_hash: randomBytes(32), csrf_token: 'x', password_epoch: 1 },
    ...{ authenticated_at: new Date(), expires_at: inAnHour() },
  }),
  api_tokens: () => ({
    ...{ title: 'Export', token_hash: randomBytes(32), scopes: ['project:read'] },
    ...{ test_mode: false, consent_epoch: 1 },
  }),
  webhooks: () => ({
    ...{ url: 'https://hooks.app.test/in', types: ['message.status'], secret_sealed: 'none' },
    scopes: [],
  }),
  grant_projects: () => ({ requested_scopes: ['segments:read'], scopes: ['segments:read'] }),
};

/** Tables whose key is another row's. */
const WITHOUT_ID = [
  ...['contact_identities', 'sandbox_outbox', 'app_scope_uses', 'app_answers', 'domain_proofs'],
  ...[
    'api_token_projects',
    'grant_activity',
    'app_verifications',
    'client_key_sets',
    'password_resets',
    'planted.secrets',
  ],
  ...['project_specs', 'attribute_specs', 'event_specs', 'event_parameter_specs'],
  ...['organisation_funds', 'import_errors', 'automation_versions'],
  ...['sandbox_outbox', 'event_listeners'],
];

/**
 * Inserts one row directly: for tests of statements and constraints that need rows which the server would not make.
 * @returns its id
 */
export async function storeRow(
  database: { query(sql: string, values: unknown[]): Promise<unknown> },
  table: string,
  columns: Columns = {},
): Promise<string> {
  const id = WITHOUT_ID.includes(table) ? {} : { id: newId() };
  const row = { ...id, ...USUAL[table]?.(), ...columns };
  const placeholders = Object.keys(row).map((_, i) => `$${String(i + 1)}`);
  await database.query(
    `INSERT INTO ${table} (${Object.keys(row).join()}) VALUES (${placeholders.join()})`,
    Object.values(row),
  );
  return String((row as { id?: unknown }).id);
}
