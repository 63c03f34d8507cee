import { hash, type Algorithm } from '@node-rs/argon2';
import { fromWireId, newId, toWireId } from '../../src/kernel/ids.js';
import { ScopeSet } from '../../src/kernel/scope-set.js';
import { StaffAccounts } from '../../src/modules/accounts/staff-accounts.service.js';
import type { User } from '../../src/modules/accounts/users.service.js';
import type { RegisteredClient } from '../../src/modules/clients/internal/register-client.js';
import { PortalApps } from '../../src/modules/clients/portal-apps.service.js';
import { ProjectsService, type NewProject } from '../../src/modules/projects/projects.service.js';
import type { Role } from '../../src/modules/projects/role.js';
import type { AppVerification } from '../../src/modules/verification/app-verification.js';
import { AppVerifications } from '../../src/modules/verification/app-verifications.service.js';
import { Database } from '../../src/platform/database/database.js';
import { overhear } from './dump/spoken-passwords.js';
import { storeRow } from './rows.js';
import type { TestApp } from './test-app.js';
import type { TestDatabase } from './test-database.js';

/*
 * Actions of people for which the server has no page or endpoint yet: one function each, with what will replace it. All
 * other actions go through the pages and endpoints.
 */

export const PASSWORD = 'correct horse battery';

const inTransaction: <T>(
  server: TestApp,
  work: Parameters<typeof Database.prototype.transaction<T>>[0],
) => Promise<T> = ({ app }, work) => app.get(Database).transaction(work);

const projectsOf = ({ app }: TestApp): ProjectsService =>
  app.get(ProjectsService, { strict: false });

/** The minimum cost of argon2id; the cost is stored in the hash. */
const LEAST = {
  algorithm: 2 as Algorithm.Argon2id,
  memoryCost: 8,
  timeCost: 1,
  parallelism: 1,
};
let leastHash: Promise<string> | undefined;

/** A new person, who signs in with `PASSWORD`, whose hash is cheap to check. Until there is a sign-up page. */
export async function signUp({ database }: TestApp, name = 'Ana'): Promise<User> {
  overhear([['password', PASSWORD]]);
  leastHash ??= hash(PASSWORD, LEAST);
  const id = newId();
  const email = `${id}@example.test`;
  await storeRow(database, 'users', { id, email, name, password_hash: await leastHash });
  return { id, email, name, isStaff: false };
}

/** A person of the operator, who may open the pages of staff. */
export async function signUpStaff(server: TestApp, name = 'Rita'): Promise<User> {
  const user = await signUp(server, name);
  const staff = server.app.get(StaffAccounts, { strict: false });
  await inTransaction(server, (tx) => staff.appoint(tx, user));
  return { ...user, isStaff: true };
}

/** Until the dashboard has a page for new organisations. */
export const foundOrganisation = (server: TestApp, name: string): Promise<{ id: string }> =>
  inTransaction(server, (tx) => projectsOf(server).createOrganisation(tx, { name }));

/** Until the dashboard has a page for new projects. */
export const createProject = (server: TestApp, project: NewProject): Promise<{ id: string }> =>
  inTransaction(server, (tx) => projectsOf(server).createProject(tx, project));

/** Until members are invited by mail. @returns the membership */
export const addMember = (
  server: TestApp,
  projectId: string,
  userId: string,
  role: Role,
): Promise<{ id: string }> =>
  inTransaction(server, (tx) => projectsOf(server).addMember(tx, { projectId, userId, role }));

/** Until the page of members changes roles. */
export const changeRole = (
  { database }: TestApp,
  projectId: string,
  userId: string,
  role: string,
): Promise<unknown> =>
  database.query(
    'UPDATE memberships SET role = $3 WHERE project_id = $1 AND user_id = $2 AND ended_at IS NULL',
    [projectId, userId, role],
  );

/** Until the page of members removes them. */
export const removeMember = (
  { database }: TestApp,
  projectId: string,
  userId: string,
): Promise<unknown> =>
  database.query(
    'UPDATE memberships SET ended_at = now() WHERE project_id = $1 AND user_id = $2 AND ended_at IS NULL',
    [projectId, userId],
  );

/** Until plans can be bought. */
export const changePlan = (
  { database }: TestApp,
  projectId: string,
  plan: string,
): Promise<unknown> =>
  database.query('UPDATE projects SET plan = $2 WHERE id = $1', [projectId, plan]);

/** Until the settings of a project have its app policy. */
export const changeAppPolicy = (
  { database }: TestApp,
  projectId: string,
  policy: string,
): Promise<unknown> =>
  database.query('UPDATE projects SET app_policy = $2 WHERE id = $1', [projectId, policy]);

/** Until the developer portal registers the apps of an organisation, by the metadata of RFC 7591. */
export const registerPortalApp = (
  server: TestApp,
  organisationId: string,
  metadata: Readonly<Record<string, unknown>>,
): Promise<RegisteredClient> =>
  inTransaction(server, (tx) =>
    server.app
      .get(PortalApps, { strict: false })
      .create(tx, organisationId, metadata, { kind: 'system' }),
  );

/** Until reviewers decide about apps. `clientId` is the app's UUID. */
export const reviewApp = (
  server: TestApp,
  clientId: string,
  { tier, approvedScopes }: { tier: string; approvedScopes: readonly string[] },
  verifiedDomain: string | null = null,
): Promise<void> =>
  inTransaction(server, (tx) =>
    server.app.get(AppVerifications, { strict: false }).decide(tx, clientId, {
      tier: tier as AppVerification['tier'],
      approvedScopes: new ScopeSet(approvedScopes),
      verifiedDomain,
    }),
  );

/** Until the consent page has separate choices for each project. */
export const chooseInProject = (
  { database }: TestApp,
  grantId: string,
  projectId: string,
  { requestedScopes, scopes }: { requestedScopes: readonly string[]; scopes: readonly string[] },
): Promise<unknown> =>
  database.query(
    `UPDATE grant_projects SET requested_scopes = $3, scopes = $4
     WHERE grant_id = $1 AND project_id = $2 AND revoked_at IS NULL`,
    [grantId, projectId, requestedScopes, scopes],
  );

/** Until people choose the time at which access ends. `life` is a PostgreSQL interval: `10 minutes`. */
export const shortenGrant = (
  { database }: TestApp,
  grantId: string,
  life: string,
): Promise<unknown> =>
  database.query('UPDATE grants SET expires_at = now() + $2::interval WHERE id = $1', [
    grantId,
    life,
  ]);

/** Until an operator can disable accounts. */
export const disablePerson = ({ database }: TestApp, userId: string): Promise<unknown> =>
  database.query('UPDATE users SET disabled_at = now() WHERE id = $1', [userId]);

/** Until an organisation can take over a self-registered app. Null: without an organisation again. */
export const giveAppTo = (
  { database }: TestApp,
  clientId: string,
  projectOfOrganisation: string | null,
): Promise<unknown> =>
  database.query(
    `UPDATE clients SET origin = CASE WHEN $2::uuid IS NULL THEN 'dynamic' ELSE 'portal' END,
       organisation_id = (SELECT organisation_id FROM projects WHERE id = $2) WHERE id = $1`,
    [clientId, projectOfOrganisation],
  );

interface Contact {
  readonly userId?: string;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly country?: string | null;
  readonly attributes?: object;
  readonly createdAt?: string | Date;
  readonly deletedAt?: string | null;
}

const LUCIA: Contact = {
  ...{ firstName: 'Lucía', lastName: 'Ferrer', email: 'lucia@example.test' },
  ...{ phone: '+34600000101', country: 'ES', attributes: {}, deletedAt: null },
};

/** Until the Product API creates contacts. @returns its id on the wire */
export async function addContact(
  database: TestDatabase,
  projectId: string,
  contact: Contact = {},
): Promise<string> {
  const id = newId();
  const given = { userId: id, createdAt: new Date(), ...LUCIA, ...contact };
  await storeRow(database, 'contacts', {
    ...{ id, project_id: projectId, user_id: given.userId, language: 'es' },
    ...{ first_name: given.firstName, last_name: given.lastName, email: given.email },
    ...{ phone_mobile: given.phone, country: given.country, attributes: given.attributes },
    ...{ created_at: given.createdAt, deleted_at: given.deletedAt },
  });
  return toWireId('aud', id);
}

interface ContactEvent {
  /** Of the contact, on the wire. */
  readonly contact: string;
  readonly type?: string;
  readonly parameters?: object;
  readonly occurredAt?: string | Date;
  readonly receivedAt?: string | Date;
}

/** Until the Product API records events. @returns its id on the wire */
export async function addEvent(
  database: TestDatabase,
  projectId: string,
  { contact, type = 'visit', parameters = {}, ...times }: ContactEvent,
): Promise<string> {
  const { occurredAt = new Date(), receivedAt = occurredAt } = times;
  const id = newId();
  await storeRow(database, 'contact_events', {
    ...{ id, project_id: projectId, contact_id: fromWireId('aud', contact), event_id: id },
    ...{ type, parameters, occurred_at: occurredAt, received_at: receivedAt },
  });
  return toWireId('evt', id);
}

interface Segment {
  readonly name?: string;
  readonly type?: 'static' | 'dynamic';
  readonly rule?: object | null;
  readonly status?: 'ready' | 'computing' | 'error';
  readonly lastCount?: number | null;
  readonly updatedAt?: string;
}

/** Until the Product API creates segments. @returns its uid on the wire */
export async function addSegment(
  database: TestDatabase,
  projectId: string,
  segment: Segment = {},
): Promise<string> {
  const { name = 'Regulars', type = 'static', rule = null, status = 'ready' } = segment;
  const { lastCount = 12, updatedAt = new Date() } = segment;
  const id = await storeRow(database, 'segments', {
    ...{ project_id: projectId, name, type, rule, status },
    ...{ last_count: lastCount, updated_at: updatedAt },
  });
  return toWireId('seg', id);
}

/** Until the Product API takes requests for senders, and reviewers approve them. @returns its id on the wire */
export async function addSender(
  database: TestDatabase,
  projectId: string,
  status: 'pending' | 'approved' | 'disabled' = 'approved',
): Promise<string> {
  const id = await storeRow(database, 'senders', {
    ...{ project_id: projectId, address: 'Bakery', type: 'alphanumeric', status },
  });
  return toWireId('snd', id);
}

/** As an active automation does, without what it would do. */
export const listenTo = (
  database: TestDatabase,
  project_id: string,
  event_type: string,
): Promise<string> => storeRow(database, 'event_listeners', { project_id, event_type });

/** Until tests of other things invite by the pages. `clientId`: the app's UUID. */
export const nameTester = (
  { database }: TestApp,
  clientId: string,
  { id, email }: Pick<User, 'id' | 'email'>,
): Promise<string> =>
  storeRow(database, 'app_testers', { client_id: clientId, user_id: id, email, state: 'accepted' });

/** The person reads the mails to their address. Until there is a sign-up page. */
export const verifyEmail = ({ database }: TestApp, userId: string): Promise<unknown> =>
  database.query('UPDATE users SET email_verified_at = now() WHERE id = $1', [userId]);
