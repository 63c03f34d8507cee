import { readFileSync } from 'node:fs';
import { exportJWK, generateKeyPair } from 'jose';
import { StrictForm } from '../../../src/platform/http/strict-form.js';
import { loadEnvironment } from '../../../src/platform/config/load-environment.js';
import {
  requestBuckets,
  type Bucket,
  type RateLimitName,
} from '../../../src/platform/http/rate-limit/buckets.js';
import { Customer } from '../../support/actors/customer.js';
import { ThirdPartyApp } from '../../support/actors/third-party-app.js';
import { GUIDE, numberIn, readGuide, tableOf } from '../../support/developer-guide/tables.js';
import { DocumentHost } from '../../support/document-host.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

const guide = readGuide();
const DOCUMENT = 'examples/guide/client-metadata.json';
const CALLBACK = 'https://app.example/callback';

describe(`the numbers of ${GUIDE}`, () => {
  let server: TestApp;
  let host: DocumentHost;
  beforeAll(async () => {
    host = await DocumentHost.start();
    server = await TestApp.start(host.variables('app.test'));
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });

  async function register(metadata: Record<string, unknown>): Promise<number> {
    const document = { redirect_uris: [CALLBACK], ...metadata };
    return (await server.http.post('/oauth/register').send(document)).status;
  }

  const long = (length: number): string => 'x'.repeat(length);
  const many = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));
  const uriOf = (length: number): string => `https://app.example/`.padEnd(length, 'x');

  /** The words with the number, and the metadata to register with so much of it. */
  const LIMITS: readonly (readonly [RegExp, (count: number) => object])[] = [
    [/1 to (\d+) URIs/, (n) => ({ redirect_uris: many(n, (i) => `${CALLBACK}/${String(i)}`) })],
    [/URIs of at most (\d+) characters/, (n) => ({ redirect_uris: [uriOf(n)] })],
    [/1 to (\d+) characters, nothing invisible/, (n) => ({ client_name: long(n) })],
    [/Lists have at most (\d+) entries/, (n) => ({ grant_types: manyTypes(n) })],
  ];
  const manyTypes = (count: number): string[] =>
    many(count, (index) => (index === 0 ? 'authorization_code' : `urn:type:${String(index)}`));

  it.each(LIMITS)('of a registration: %s', async (words, metadata) => {
    const limit = Number(words.exec(guide)?.[1]);
    expect(await register({ ...metadata(limit) })).toBe(201);
    expect(await register({ ...metadata(limit + 1) })).toBe(400);
  });

  it('of an address that only informs, which is left out beyond it', async () => {
    const limit = Number(
      /https, at most (\d+) characters; another one is left out/.exec(guide)?.[1],
    );
    const registered = async (length: number): Promise<unknown> => {
      const metadata = { redirect_uris: [CALLBACK], logo_uri: uriOf(length) };
      const { body } = await server.http.post('/oauth/register').send(metadata).expect(201);
      return (body as { logo_uri?: string }).logo_uri;
    };
    expect(await registered(limit)).toBe(uriOf(limit));
    expect(await registered(limit + 1)).toBeUndefined();
  });

  it('of keys in a registration', async () => {
    const limit = Number(/1 to (\d+) public keys/.exec(guide)?.[1]);
    const { publicKey } = await generateKeyPair('ES256', { extractable: true });
    const key = await exportJWK(publicKey);
    const withKeys = (count: number) => ({
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: many(count, (index) => ({ ...key, kid: String(index) })) },
    });
    expect(await register(withKeys(limit))).toBe(201);
    expect(await register(withKeys(limit + 1))).toBe(400);
  });

  it('of the size of a registration', async () => {
    const limit = Number(/the body at most (\d+) kB/.exec(guide)?.[1]) * 1024;
    const without = JSON.stringify({ redirect_uris: [CALLBACK], x: '' }).length;
    expect(await register({ x: long(limit - without) })).toBe(201);
    expect(await register({ x: long(limit - without + 1) })).toBe(413);
  });

  it('of what a registration gets that names nothing but an address', async () => {
    const { body } = await server.http
      .post('/oauth/register')
      .send({ redirect_uris: ['http://127.0.0.1/callback'] });
    const rows = tableOf(guide, 'Member', 'May be', 'If left out');
    const defaults = new Map(rows.map(([name, , value]) => [name, value]));
    expect(defaults.get('client_name')).toBe(body.client_name);
    expect(defaults.get('token_endpoint_auth_method')).toContain(body.token_endpoint_auth_method);
    expect(defaults.get('application_type')).toContain(body.application_type);
    expect(body.grant_types).toEqual(['authorization_code', 'refresh_token']);
    expect(defaults.get('response_types')).toBe(body.response_types[0]);
    expect(defaults.get('scope')).toBe(body.scope);
    expect(defaults.get('id_token_signed_response_alg')).toBe(body.id_token_signed_response_alg);
    expect(body.client_secret).toMatch(/^iscs_/);
  });

  it('of calls in a minute or an hour, and by what they are counted', () => {
    const NAMES: Record<string, RateLimitName> = {
      '/oauth/register': 'register',
      '/oauth/register/{client_id}': 'manage-registration',
      '/oauth/authorize': 'authorize',
      '/oauth/par': 'par',
      '/oauth/token': 'token',
      '/oauth/revoke': 'revoke',
      '/oauth/introspect': 'introspect',
      '/oauth/userinfo': 'user-info',
      '/oauth/leaked': 'leaked',
      'Sign-in': 'sign-in',
    };
    const buckets: Record<RateLimitName, readonly Bucket[]> = requestBuckets(
      loadEnvironment({ ISSUER_URL: 'https://issuer.example' }),
    );
    const request = {
      ip: '203.0.113.1',
      headers: {},
      body: StrictForm.parse('client_id=app_01jgfjjz00e008000000000001&email=ana@olivar.example'),
    } as never;
    const COUNTED: Record<string, string> = {
      '203.0.113.1': 'address',
      'ana@olivar.example': 'account',
      'app_01jgfjjz00e008000000000001 203.0.113.1': 'app and address',
    };
    const rows = Object.entries(NAMES).flatMap(([call, name]) =>
      buckets[name].map(({ limit, seconds, per }) => [
        call,
        limit,
        seconds === 60 ? 'a minute' : 'an hour',
        COUNTED[per?.(request) ?? ''],
      ]),
    );
    const shown = tableOf(guide, 'Call', 'At most', 'Counted by').map(
      ([call, most = '', counted]) => [call, numberIn(most), /an? \w+$/.exec(most)?.[0], counted],
    );
    expect(shown).toEqual(rows);
    const limits = new Map(tableOf(guide, 'Limit', 'Value') as [string, string][]);
    expect([...limits.values()].slice(0, 2)).toEqual([
      String(loadEnvironment({ ISSUER_URL: 'https://issuer.example' }).REGISTRATIONS_PER_HOUR),
      String(loadEnvironment({}).REGISTRATIONS_PER_HOUR),
    ]);
  });

  it('of the life of an app that registered itself', () => {
    const folder = 'src/modules/clients/internal';
    const life = readFileSync(`${folder}/life-cycle/client-life-cycle.service.ts`, 'utf8');
    const idle = 'src/modules/grants/internal/retire-idle-clients.job.ts';
    const surplus = readFileSync(`${folder}/life-cycle/retire-clients.job.ts`, 'utf8');
    const values = tableOf(guide, 'Limit', 'Value').map(([, value = '']) => value);
    const [, , neverApproved, most, unused, tombstone] = values;
    expect(life).toContain(`now() - interval '${neverApproved ?? ''}'`);
    expect(surplus).toContain(`MOST_NEVER_APPROVED = ${most?.replace(',', '_') ?? ''};`);
    expect(readFileSync(idle, 'utf8')).toContain(`now() - interval '${unused ?? ''}'`);
    expect(life).toContain(`state_changed_at > now() - interval '${tombstone ?? ''}'`);
  });

  it('of the life of codes and tokens', async () => {
    const { tokens } = await connect();
    expect(tokens.expires_in).toBe(3600);
    const lives = new Map(
      tableOf(guide, 'Secret', 'Begins with').map(([name, , life]) => [name, life]),
    );
    const TABLES = {
      'Authorization code': 'authorization_codes',
      'Access token': 'access_tokens',
      'Refresh token': 'refresh_tokens',
      'Pushed request': `authorization_requests WHERE state = 'pushed'`,
    };
    for (const [secret, table] of Object.entries(TABLES)) {
      const [life = ''] = lives.get(secret)?.split(',') ?? [];
      // A refresh token ends with its grant, which is a moment older.
      const rows = await server.database.query(
        `SELECT DISTINCT $1::interval - (expires_at - created_at)
           BETWEEN interval '0' AND least($1::interval / 100, interval '1 minute') AS fits FROM ${table}`,
        [life],
      );
      expect([secret, rows]).toEqual([secret, [{ fits: true }]]);
    }
  });

  it.each([
    ['state', /`state` .*at most (\d+) printable/],
    ['nonce', /`nonce` .*at most (\d+) characters/],
  ])('of the length of %s', async (name, words) => {
    const limit = Number(words.exec(guide)?.[1]);
    const app = await ThirdPartyApp.register(server);
    const [, query = ''] = app.authorizePath('segments:read').split('?');
    const push = (length: number) => {
      const form = new URLSearchParams(query);
      form.set(name, long(length));
      return server.http.post('/oauth/par').type('form').send(form.toString());
    };
    expect((await push(limit)).status).toBe(201);
    expect((await push(limit + 1)).status).toBe(400);
  });

  it('of addresses: every endpoint of the metadata is there', async () => {
    const { body } = await server.http.get('/.well-known/openid-configuration');
    const endpoints = Object.entries(body as Record<string, unknown>)
      .filter(([name]) => /_(?:endpoint|uri)$/.test(name))
      .map(([, address]) => String(address).replace(server.origin, ''));
    const named = tableOf(guide, 'Address', 'For').map(([address]) => address ?? '');
    expect(endpoints.length).toBeGreaterThan(7);
    expect(endpoints.filter((path) => !named.join().includes(path))).toEqual([]);
  });

  it('of names in a metadata document: an app that publishes the one shown can ask', async () => {
    const text = readFileSync(DOCUMENT, 'utf8').replaceAll('app.example', 'app.test');
    const document = JSON.parse(text) as { client_id: string; redirect_uris: string[] };
    host.publish(document.client_id, document);
    const [redirectUri = ''] = document.redirect_uris;
    const app = ThirdPartyApp.existing(server, { clientId: document.client_id, redirectUri });
    const person = await Customer.join(server);
    const { status, html } = await person.open(app.authorizePath('project:read'));
    expect([status, html.includes('Connect Bakery Insights')]).toEqual([200, true]);
  });

  /** A code, tokens, and a pushed request. */
  async function connect() {
    const { customer, project } = await new World(server).owner('Summer Shop');
    const app = await ThirdPartyApp.register(server, {
      grant_types: ['authorization_code', 'refresh_token'],
    });
    const code = await app.askFor('segments:read', { customer, projects: [project] });
    const { body } = await app.redeem(code);
    const [, query = ''] = app.authorizePath('segments:read').split('?');
    await server.http.post('/oauth/par').type('form').send(query).expect(201);
    return { tokens: body };
  }
});
