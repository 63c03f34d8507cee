import { hash, randomBytes, randomUUID } from 'node:crypto';
import { basic, CHALLENGE } from './proof.mjs';
import { hex, storeRows } from './store-rows.mjs';

const SCHEMA = `
  CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, email text NOT NULL);
  CREATE TABLE clients (
    id text PRIMARY KEY, secret_hash bytea NOT NULL, redirect_uri text NOT NULL, metadata jsonb NOT NULL);
  CREATE TABLE families (
    id uuid PRIMARY KEY, client_id text NOT NULL, user_id int, scopes text[] NOT NULL, revoked_at timestamptz);
  CREATE TABLE access_tokens (hash bytea PRIMARY KEY, family_id uuid NOT NULL, expires_at timestamptz NOT NULL);
  CREATE TABLE refresh_tokens (
    hash bytea PRIMARY KEY, family_id uuid NOT NULL, expires_at timestamptz NOT NULL, consumed_at timestamptz);
  CREATE TABLE codes (
    hash bytea PRIMARY KEY, client_id text NOT NULL, user_id int NOT NULL, redirect_uri text NOT NULL,
    challenge text NOT NULL, scopes text[] NOT NULL, expires_at timestamptz NOT NULL, consumed_at timestamptz,
    family_id uuid);
  CREATE TABLE members (
    user_id int NOT NULL, project_id int NOT NULL, role text NOT NULL, PRIMARY KEY (user_id, project_id));
  CREATE TABLE segments (id int PRIMARY KEY, project_id int NOT NULL, name text NOT NULL);`;

export const REDIRECT_URI = 'https://app.bench.example/callback';
const SCOPES = ['segments:read'];
const LATER = '2099-01-01T00:00:00Z';

const sha256 = (text) => hash('sha256', text, 'buffer');
const mint = () => randomBytes(32).toString('base64url');

/** The tables of the limit and of the servers that use the same ones. */
export const makePlainSchema = (client) => client.query(SCHEMA);

export async function storePlainActors(client, actors) {
  for (const [table, rowOf] of Object.entries(ROWS)) {
    await storeRows(client, table, actors.map(rowOf));
  }
}

/** New codes, as if each person had just consented. @returns for each actor, its codes */
export async function storePlainCodes(client, actors, each) {
  const codes = actors.map(() => Array.from({ length: each }, mint));
  const rows = actors.flatMap(({ number, clientId }, i) =>
    codes[i].map((text) => ({
      ...{ hash: hex(sha256(text)), client_id: clientId, user_id: number, scopes: SCOPES },
      ...{ redirect_uri: REDIRECT_URI, challenge: CHALLENGE, expires_at: LATER },
    })),
  );
  await storeRows(client, 'codes', rows);
  return codes;
}

export function plainActor(number) {
  const [clientId, secret] = [randomUUID(), mint()];
  return {
    ...{ number, clientId, secret, basic: basic(clientId, secret), family: randomUUID() },
    ...{ refreshToken: mint(), accessToken: mint() },
  };
}

const ROWS = {
  users: ({ number }) => ({
    ...{ id: number, name: `Bench ${number}`, email: `bench-${number}@bench.example` },
  }),
  clients: ({ clientId, secret }) => ({
    ...{ id: clientId, secret_hash: hex(sha256(secret)) },
    ...{ redirect_uri: REDIRECT_URI, metadata: {} },
  }),
  families: ({ family, clientId, number }) => ({
    ...{ id: family, client_id: clientId, user_id: number, scopes: SCOPES },
  }),
  access_tokens: ({ accessToken, family }) => ({
    ...{ hash: hex(sha256(accessToken)), family_id: family, expires_at: LATER },
  }),
  refresh_tokens: ({ refreshToken, family }) => ({
    ...{ hash: hex(sha256(refreshToken)), family_id: family, expires_at: LATER },
  }),
  members: ({ number }) => ({ user_id: number, project_id: number, role: 'owner' }),
  segments: ({ number }) => ({ id: number, project_id: number, name: 'Regulars' }),
};
