import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../measure/free-port.mjs';
import { OurActor, storeOurActors, storeOurCodes } from './our-rows.mjs';
import { Peer } from './peer.mjs';
import { VERIFIER } from './proof.mjs';

const PROGRAM = 'dist/src/main.js';
const READY = '/.well-known/oauth-authorization-server';
const WORKS = [
  ...['refresh', 'code', 'client-credentials', 'registration', 'metadata', 'introspection'],
  ...['guarded', 'user-info'],
];

/** This server: production mode, everything on, limits that no run reaches. */
export class Ours extends Peer {
  #secretKey = randomBytes(48).toString('base64');

  constructor(bench, name = 'ours') {
    super(bench, { name, works: WORKS, readyPath: READY });
    this.givenEnvironment = bench.options.env;
  }

  /** The schema, the roles and the rows; ends with a running server. */
  async prepare(actors) {
    const { createRolesAndDatabase } = await import('../../dist/src/platform/database/roles.js');
    this.port = await freePort();
    await createRolesAndDatabase(this.cluster.url('postgres'), this.database);
    await this.start();
    this.client = new pg.Client({ connectionString: this.cluster.url(this.database) });
    await this.client.connect();
    this.actors = await this.addActors(actors);
    await this.client.query('VACUUM ANALYZE');
  }

  /** `program` may be another one with the same settings. */
  startWith({ nodeArgs, program = PROGRAM } = {}) {
    super.startWith({ nodeArgs, program });
  }

  get environment() {
    const { port } = this;
    return {
      NODE_ENV: 'production',
      PORT: String(port),
      HOST: '127.0.0.1',
      ISSUER_URL: `http://localhost:${port}`,
      SECRET_KEY: this.#secretKey,
      DATABASE_URL: this.cluster.url(this.database, 'runtime'),
      MIGRATION_DATABASE_URL: this.cluster.url(this.database, 'owner'),
      DATA_DIRECTORY: join(this.folder, `${this.name}-data`),
      // The counters run as ever; one address sends all of it, so their limits are high.
      RATE_LIMIT_SCALE: '1000',
      REGISTRATIONS_PER_HOUR: '1000000',
      SHARED_EGRESS: '127.0.0.0/8',
      ...this.givenEnvironment,
    };
  }

  newActor(number) {
    return new OurActor(number);
  }

  /** One with these scopes, beside those of the works. */
  async addActor(scopes) {
    const actor = new OurActor('with-scopes', scopes);
    await this.storeActors([actor]);
    return actor;
  }

  storeActors(actors) {
    return storeOurActors(this.client, this.origin, actors);
  }

  storeCodes(actors, each) {
    return storeOurCodes(this.client, actors, each);
  }

  stateOf(work, actor) {
    return { host: this.host, ...STATES[work](actor) };
  }
}

export const bearer = (token) => ({ Authorization: `Bearer ${token}` });

const STATES = {
  refresh: ({ app, refreshToken }) => ({
    ...{ path: '/oauth/token', headers: { Authorization: app.basic }, form: '' },
    token: refreshToken,
  }),
  code: ({ app }) => ({
    ...{ path: '/oauth/token', headers: { Authorization: app.basic }, form: '' },
    ...{ verifier: VERIFIER, redirectUri: encodeURIComponent(app.redirectUri) },
  }),
  'client-credentials': ({ service }) => ({
    ...{ path: '/oauth/token', headers: { Authorization: service.basic }, form: '' },
  }),
  registration: () => ({
    path: '/oauth/register',
    metadata: {
      client_name: 'Bench App',
      redirect_uris: ['https://app.bench.example/callback'],
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    },
  }),
  metadata: () => ({ path: READY }),
  introspection: ({ resourceServer, accessToken }) => ({
    ...{ path: '/oauth/introspect', headers: { Authorization: resourceServer.basic }, form: '' },
    token: accessToken,
  }),
  guarded: ({ projectId, segmentId, accessToken }) => ({
    path: `/v1/project/${projectId}/segment/${segmentId}`,
    headers: bearer(accessToken),
    expect: segmentId,
  }),
  'user-info': ({ openidToken }) => ({ path: '/oauth/userinfo', headers: bearer(openidToken) }),
};
