import { hash } from '@node-rs/argon2';
import { newId, toWireId } from '../../dist/src/kernel/ids.js';
import { mintSecret } from '../../dist/src/kernel/secret.js';
import { basic, CHALLENGE } from './proof.mjs';
import { hex, storeRows } from './store-rows.mjs';

const PASSWORD = 'of-a-bench-with-nothing-to-protect';
/** At the server's own cost. */
const PASSWORD_HASH = await hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
const REDIRECT_URI = 'https://app.bench.example/callback';
const HOUR_AGO = () => new Date(Date.now() - 3_600_000);
const IN_A_YEAR = () => new Date(Date.now() + 365 * 86_400_000);

/** A client row and what its owner knows. */
function clientOf(organisationId, name, { grantTypes, scopes }) {
  const [id, secret] = [newId(), mintSecret('iscs')];
  const row = {
    ...{ id, origin: 'portal', organisation_id: organisationId, name, application_type: 'web' },
    ...{ token_endpoint_auth_method: 'client_secret_basic', secret_hash: hex(secret.hash) },
    ...{ redirect_uris: [REDIRECT_URI], grant_types: grantTypes, scope: scopes },
    ...{ state: 'approved', approved_at: HOUR_AGO(), authenticated_at: HOUR_AGO() },
    ...{ id_token_signed_response_alg: 'RS256', identity_version: 1 },
  };
  return { id, row, redirectUri: REDIRECT_URI, basic: basic(toWireId('app', id), secret.text) };
}

/** One person with a project of an own organisation, an app, a service and a resource server. */
export class OurActor {
  organisation = newId();
  user = newId();
  project = newId();
  membership = newId();
  grant = newId();
  serviceGrant = newId();
  segment = newId();
  server = newId();
  source = newId();
  apiToken = newId();
  families = { refresh: newId(), access: newId(), openid: newId() };
  secrets = {
    refresh: mintSecret('isor'),
    access: mintSecret('isoa'),
    openid: mintSecret('isoa'),
    server: mintSecret('iscs'),
    api: mintSecret('isat'),
  };

  /** `scopes`: of the app, its grant and its tokens. */
  constructor(number, scopes = ['segments:read']) {
    this.number = number;
    this.scopes = scopes;
    const grantTypes = ['authorization_code', 'refresh_token'];
    this.app = clientOf(this.organisation, `Bench App ${number}`, { grantTypes, scopes });
    this.service = clientOf(this.organisation, `Bench Service ${number}`, {
      ...{ grantTypes: ['client_credentials'], scopes },
    });
  }

  /** For the sign-in page. */
  get account() {
    return { email: `bench-${this.number}@bench.example`, password: PASSWORD };
  }

  get projectId() {
    return toWireId('prj', this.project);
  }

  get segmentId() {
    return toWireId('seg', this.segment);
  }

  get refreshToken() {
    return this.secrets.refresh.text;
  }

  get accessToken() {
    return this.secrets.access.text;
  }

  get openidToken() {
    return this.secrets.openid.text;
  }

  get apiTokenText() {
    return this.secrets.api.text;
  }

  get resourceServer() {
    return { basic: basic(toWireId('rsv', this.server), this.secrets.server.text) };
  }
}

const times = () => ({ created_at: HOUR_AGO(), expires_at: IN_A_YEAR() });

const grantsOf = (resource) => (a) => [
  {
    ...{ id: a.grant, kind: 'user', user_id: a.user, client_id: a.app.id, resource },
    ...{ installation: '', account_scopes: ['openid', 'profile', 'email'], identity_version: 1 },
    ...{ refreshable_since: new Date(0), consent_epoch: 1, ...times() },
  },
  {
    ...{ id: a.serviceGrant, kind: 'service', user_id: null, client_id: a.service.id, resource },
    ...{ installation: null, account_scopes: [], identity_version: null },
    ...{ refreshable_since: null, consent_epoch: 1, ...times() },
  },
];

const grantProjects = (a) =>
  [a.grant, a.serviceGrant].map((grant) => ({
    ...{ id: newId(), grant_id: grant, project_id: a.project, membership_id: a.membership },
    ...{ requested_scopes: a.scopes, scopes: a.scopes, consent_epoch: 1 },
  }));

const familiesOf = (a) =>
  Object.entries(a.families).map(([kind, id]) => ({
    ...{ id, grant_id: a.grant, auth_time: HOUR_AGO(), created_at: HOUR_AGO() },
    scopes: kind === 'openid' ? [...a.scopes, 'openid', 'profile', 'email'] : a.scopes,
  }));

const tokenOf = (family, { hash }) => ({
  ...{ id: newId(), token_hash: hex(hash), family_id: family, ...times() },
});

const verificationOf = ({ id, row }) => ({
  ...{ client_id: id, tier: 'verified', approved_scopes: row.scope, identity_version: 1 },
});

/** The rows of each table, in the order of the foreign keys. */
const TABLES = (resource) => ({
  organisations: (a) => [{ id: a.organisation, name: `Bench ${a.number}` }],
  users: (a) => [
    {
      ...{ id: a.user, email: a.account.email, name: `Bench ${a.number}` },
      password_hash: PASSWORD_HASH,
    },
  ],
  projects: (a) => [
    {
      ...{ id: a.project, organisation_id: a.organisation },
      ...{ name: `Project ${a.number}`, plan: 'pro' },
    },
  ],
  memberships: (a) => [{ id: a.membership, project_id: a.project, user_id: a.user, role: 'owner' }],
  clients: (a) => [a.app.row, a.service.row],
  app_verifications: (a) => [verificationOf(a.app), verificationOf(a.service)],
  grants: grantsOf(resource),
  grant_projects: grantProjects,
  token_families: familiesOf,
  refresh_tokens: (a) => [tokenOf(a.families.refresh, a.secrets.refresh)],
  access_tokens: (a) => [
    tokenOf(a.families.access, a.secrets.access),
    tokenOf(a.families.openid, a.secrets.openid),
  ],
  resource_servers: (a) => [
    { id: a.server, name: `Bench ${a.number}`, resource, secret_hash: hex(a.secrets.server.hash) },
  ],
});

/** What a project has, and what is valid for it besides grants. */
const PROJECT_TABLES = {
  api_tokens: (a) => [
    {
      ...{ id: a.apiToken, user_id: a.user, title: 'Bench', token_hash: hex(a.secrets.api.hash) },
      ...{ scopes: a.scopes, test_mode: false, consent_epoch: 1, created_at: HOUR_AGO() },
    },
  ],
  api_token_projects: (a) => [
    { token_id: a.apiToken, project_id: a.project, membership_id: a.membership },
  ],
  data_sources: (a) => [
    {
      ...{ id: a.source, project_id: a.project, name: 'Shop', type: 'api', priority: 100 },
      ...{ default_country: 'ES', locale: 'es-ES', timezone: 'Europe/Madrid' },
    },
  ],
  segments: (a) => [
    {
      ...{ id: a.segment, project_id: a.project, name: 'Regulars', type: 'static' },
      ...{ status: 'ready', last_count: 12 },
    },
  ],
};

/** The data model is the server's own: see `src/platform/database/migrations`. */
export async function storeOurActors(client, issuer, actors) {
  for (const [table, rowsOf] of Object.entries({ ...TABLES(`${issuer}/v1`), ...PROJECT_TABLES })) {
    await storeRows(client, table, actors.flatMap(rowsOf));
  }
}

/** New codes for each actor, as if the person had just consented. */
export async function storeOurCodes(client, actors, each) {
  const codes = actors.map(() => Array.from({ length: each }, () => mintSecret('isoc')));
  const rows = actors.flatMap((actor, i) => codes[i].map(({ hash }) => codeRow(actor, hash)));
  await storeRows(client, 'authorization_codes', rows);
  return codes.map((own) => own.map(({ text }) => text));
}

const codeRow = ({ grant, app, scopes }, hash) => ({
  ...{ id: newId(), code_hash: hex(hash), grant_id: grant, client_id: app.id },
  ...{ redirect_uri: app.redirectUri, code_challenge: CHALLENGE, scopes },
  ...{ auth_time: HOUR_AGO(), refreshable: true, identity_version: 1 },
  ...{ created_at: HOUR_AGO(), expires_at: IN_A_YEAR() },
});
