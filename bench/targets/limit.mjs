import { Peer } from './peer.mjs';
import {
  makePlainSchema,
  plainActor,
  REDIRECT_URI,
  storePlainActors,
  storePlainCodes,
} from './plain-rows.mjs';
import { VERIFIER } from './proof.mjs';

const WORKS = [
  ...['refresh', 'code', 'client-credentials', 'registration', 'metadata', 'introspection'],
  ...['guarded', 'user-info'],
];
const READY = '/.well-known/oauth-authorization-server';

/** Servers that do each work with one statement: the bare limit, and the same behind Nest on Express. */
class PlainServer extends Peer {
  makeSchema() {
    return makePlainSchema(this.client);
  }

  newActor(number) {
    return plainActor(number);
  }

  storeActors(actors) {
    return storePlainActors(this.client, actors);
  }

  storeCodes(actors, each) {
    return storePlainCodes(this.client, actors, each);
  }

  stateOf(work, actor) {
    return { host: this.host, ...STATES[work](actor) };
  }
}

const bearer = (token) => ({ Authorization: `Bearer ${token}` });

const STATES = {
  refresh: ({ basic, refreshToken }) => ({
    ...{ path: '/token', headers: { Authorization: basic }, form: '', token: refreshToken },
  }),
  code: ({ basic }) => ({
    ...{ path: '/token', headers: { Authorization: basic }, form: '', verifier: VERIFIER },
    redirectUri: encodeURIComponent(REDIRECT_URI),
  }),
  'client-credentials': ({ basic }) => ({
    ...{ path: '/token', headers: { Authorization: basic }, form: '' },
  }),
  registration: () => ({
    path: '/register',
    metadata: { client_name: 'Bench App', redirect_uris: [REDIRECT_URI] },
  }),
  metadata: () => ({ path: READY }),
  introspection: ({ basic, accessToken }) => ({
    ...{ path: '/introspect', headers: { Authorization: basic }, form: '', token: accessToken },
  }),
  guarded: ({ number, accessToken }) => ({
    ...{ path: `/project/${number}/segment/${number}`, headers: bearer(accessToken) },
    expect: '"name":"Regulars"',
  }),
  'user-info': ({ accessToken }) => ({ path: '/userinfo', headers: bearer(accessToken) }),
};

export const limit = (bench) =>
  new PlainServer(bench, {
    name: 'limit',
    program: 'bench/servers/limit.mjs',
    works: WORKS,
    readyPath: READY,
  });

export const limitNest = (bench) =>
  new PlainServer(bench, {
    ...{
      name: 'limit-nest',
      program: 'bench/servers/limit-nest.mjs',
      works: WORKS,
      readyPath: READY,
    },
  });
