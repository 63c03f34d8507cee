import { hash, randomBytes } from 'node:crypto';
import { Peer } from './peer.mjs';
import { basic, CHALLENGE, VERIFIER } from './proof.mjs';
import { hex, storeRows } from './store-rows.mjs';

const SCHEMA = `
  CREATE TABLE clients (id text PRIMARY KEY, secret_hash bytea NOT NULL, redirect_uri text NOT NULL);
  CREATE TABLE codes (
    hash bytea PRIMARY KEY, client_id text NOT NULL, user_id int NOT NULL, redirect_uri text NOT NULL,
    challenge text NOT NULL, scopes text[] NOT NULL, expires_at timestamptz NOT NULL);
  CREATE TABLE tokens (
    access_hash bytea PRIMARY KEY, refresh_hash bytea UNIQUE, client_id text NOT NULL, user_id int,
    scopes text[] NOT NULL, access_expires_at timestamptz NOT NULL, refresh_expires_at timestamptz)`;

const WORKS = ['refresh', 'code', 'client-credentials', 'guarded'];
const REDIRECT_URI = 'https://app.bench.example/callback';
const SCOPES = ['segments:read'];
const LATER = '2099-01-01T00:00:00Z';

const sha256 = (text) => hash('sha256', text, 'buffer');
const mint = () => randomBytes(32).toString('base64url');

class NodeOauth extends Peer {
  makeSchema() {
    return this.client.query(SCHEMA);
  }

  newActor(number) {
    const [clientId, secret] = [mint(), mint()];
    const tokens = { access: mint(), refresh: mint() };
    return { number, clientId, secret, tokens, basic: basic(clientId, secret) };
  }

  async storeActors(actors) {
    const clients = actors.map(({ clientId, secret }) => ({
      ...{ id: clientId, secret_hash: hex(sha256(secret)), redirect_uri: REDIRECT_URI },
    }));
    await storeRows(this.client, 'clients', clients);
    // Two rows: a refresh deletes the access token of its row.
    const tokens = actors.flatMap((actor) => [
      tokenRow(actor, mint(), actor.tokens.refresh),
      tokenRow(actor, actor.tokens.access, mint()),
    ]);
    await storeRows(this.client, 'tokens', tokens);
  }

  async storeCodes(actors, each) {
    const codes = actors.map(() => Array.from({ length: each }, mint));
    const rows = actors.flatMap(({ number, clientId }, i) =>
      codes[i].map((text) => ({
        ...{ hash: hex(sha256(text)), client_id: clientId, user_id: number, scopes: SCOPES },
        ...{ redirect_uri: REDIRECT_URI, challenge: CHALLENGE, expires_at: LATER },
      })),
    );
    await storeRows(this.client, 'codes', rows);
    return codes;
  }

  stateOf(work, actor) {
    return { host: this.host, ...STATES[work](actor) };
  }
}

const tokenRow = ({ number, clientId }, access, refresh) => ({
  ...{ access_hash: hex(sha256(access)), refresh_hash: hex(sha256(refresh)) },
  ...{ client_id: clientId, user_id: number, scopes: SCOPES },
  ...{ access_expires_at: LATER, refresh_expires_at: LATER },
});

const atToken = (actor, more) => ({
  ...{ path: '/token', headers: { Authorization: actor.basic }, form: '', ...more },
});

const STATES = {
  refresh: (actor) => atToken(actor, { token: actor.tokens.refresh }),
  code: (actor) =>
    atToken(actor, { verifier: VERIFIER, redirectUri: encodeURIComponent(REDIRECT_URI) }),
  'client-credentials': (actor) => atToken(actor),
  guarded: ({ number, tokens }) => ({
    path: `/project/${number}/segment/${number}`,
    headers: { Authorization: `Bearer ${tokens.access}` },
    expect: '"name":"Regulars"',
  }),
};

export const nodeOauth = (bench) =>
  new NodeOauth(bench, {
    ...{
      name: 'node-oauth',
      program: 'bench/servers/node-oauth.mjs',
      works: WORKS,
      readyPath: '/ready',
    },
  });
