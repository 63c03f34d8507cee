import pg from 'pg';
import { SERVICE_APP } from '../../../examples/connected-app/headless/demo-data.js';
import type { Customer } from '../../support/actors/customer.js';
import { ThirdPartyApp, type Tokens } from '../../support/actors/third-party-app.js';
import { Browser } from '../../support/browser.js';
import { decide } from '../../support/consent-page.js';
import {
  buildOnce,
  removeDirectory,
  SpawnedServer,
  temporaryDirectory,
} from '../../support/spawned-server.js';
import type { TestApp } from '../../support/test-app.js';
import { TestDatabase } from '../../support/test-database.js';

const SECRET = /\bis(?:oa|or|at|oc|cs|rg)_[0-9A-Za-z]{49}\b/g;
const PASSWORD = 'demo-password';
const SCOPES = 'segments:read audience:read audience.basic:read';

describe('every secret of a whole story', () => {
  const DATA_DIRECTORY = temporaryDirectory();
  const secrets = new Set<string>();
  let database: TestDatabase;
  let server: SpawnedServer;
  const original = globalThis.fetch;

  /** Records each secret in any response, as a header or in a body. */
  async function listeningFetch(...request: Parameters<typeof fetch>): Promise<Response> {
    const response = await original(...request);
    const heard = [await response.clone().text(), ...response.headers.values()].join('\n');
    for (const [secret] of heard.matchAll(SECRET)) secrets.add(secret);
    for (const cookie of response.headers.getSetCookie()) {
      const value = /^[^=]+=([^;]{20,})/.exec(cookie)?.[1];
      if (value) secrets.add(value);
    }
    return response;
  }

  beforeAll(async () => {
    buildOnce();
    database = await TestDatabase.create();
    server = await SpawnedServer.start({
      DATA_DIRECTORY,
      DATABASE_URL: database.url,
      MIGRATION_DATABASE_URL: database.ownerUrl,
      LOG_LEVEL: 'trace',
    });
    globalThis.fetch = listeningFetch;
    await walk(server.origin);
    secrets.add(await walkAsService(server.origin));
    globalThis.fetch = original;
    await server.stop();
  });

  afterAll(async () => {
    globalThis.fetch = original;
    await server.stop();
    await database.drop();
    removeDirectory(DATA_DIRECTORY);
  });

  const log = (): string[] => server.output.split('\n').filter((line) => line.startsWith('{'));

  it('was heard: tokens, codes, a client secret and a session', () => {
    const kinds = new Set([...secrets].map((secret) => secret.slice(0, 5)));
    for (const kind of ['isoa_', 'isor_', 'isoc_', 'iscs_']) expect(kinds).toContain(kind);
    expect(secrets.size).toBeGreaterThan(8);
  });

  it('is in no line of the log, at its most talkative (G7)', () => {
    const lines = log();
    expect(lines.length).toBeGreaterThan(20);
    for (const secret of [...secrets, PASSWORD, 'my-own-state']) {
      expect(lines.filter((line) => line.includes(secret))).toEqual([]);
    }
  });

  it('leaves a log of which every line is one JSON object (G6)', () => {
    for (const line of log()) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it('is in no row of the database (G13)', async () => {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname IN ('public', 'graphile_worker')`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(
        `SELECT t::text AS row FROM ${name} t WHERE t::text ~ ANY ($1)`,
        [[...secrets, PASSWORD]],
      );
      if (rows.length > 0) found.push(name);
    }
    await client.end();
    expect(found).toEqual([]);
  });
});

/** Connects an app, uses it, and makes mistakes that tend to be logged. */
async function walk(origin: string): Promise<void> {
  const base = origin.replace('localhost', '127.0.0.1');
  const app = await ThirdPartyApp.register({ origin } as TestApp);
  const browser = new Browser(origin);
  await browser.signIn('olivia@olivar.example', 'demo-passwort');
  await browser.signIn('olivia@olivar.example', PASSWORD);
  const customer = { answer: (url: URL) => allow(browser, url) } as unknown as Customer;

  const code = await app.askFor(SCOPES, { customer });
  const tokens = (await app.redeem(code)).body as unknown as Tokens;
  await app.call(tokens, 'GET', '/v1/');
  await fetch(`${base}/v1/?access_token=${tokens.access_token}`);
  await fetch(`${base}/oauth/token?code=${code.code}&refresh_token=${tokens.refresh_token}`);
  await fetch(`${base}/oauth/authorize?client_id=${app.clientId}&state=my-own-state`);
  await fetch(`${base}/${tokens.refresh_token}`, {
    headers: { cookie: `a=${tokens.access_token}` },
  });
  const { body } = await app.refresh(tokens);
  await app.refresh(tokens);
  await app.redeem(code);
  await app.revoke((body as unknown as Tokens).access_token);
  await misuseClientSecret(base);
}

async function misuseClientSecret(base: string): Promise<void> {
  const registered = await fetch(`${base}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'Server',
      redirect_uris: ['https://app.example/callback'],
    }),
  });
  const { client_id, client_secret } = (await registered.json()) as Record<string, string>;
  const authorization = `Basic ${btoa(`${client_id ?? ''}:${client_secret ?? ''}`)}`;
  await fetch(`${base}/oauth/token`, { method: 'POST', headers: { authorization } });
  await fetch(`${base}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_secret }),
  });
}

/** Ticks every project that can be ticked, and allows. @returns the redirect with the code */
async function allow(browser: Browser, url: URL): Promise<URL> {
  const redirect = await browser.get(url.pathname + url.search);
  const action = redirect.headers.get('location') ?? '';
  const page = await browser.get(action);
  const projects = [...page.html.matchAll(/name="project" value="(prj_\w+)"/g)];
  const answer = await decide(
    browser,
    { page, action },
    { projects: projects.slice(0, 1).map(([, id]) => String(id)), scopes: SCOPES.split(' ') },
  );
  return new URL(answer.headers.get('location') ?? '');
}

/** Connects the demo service and gets a token for it. @returns its secret */
async function walkAsService(origin: string): Promise<string> {
  const { clientId, clientSecret } = SERVICE_APP;
  const browser = new Browser(origin);
  await browser.signIn('olivia@olivar.example', PASSWORD);
  const path = `/dashboard/services/${clientId}`;
  const page = await browser.get(path);
  const [, project = ''] = /name="project" value="([^"]+)"/.exec(page.html) ?? [];
  await browser.submit(page, path, { project, scope: 'segments:read' });
  const answer = await fetch(`${origin.replace('localhost', '127.0.0.1')}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  expect(answer.status).toBe(200);
  return clientSecret;
}
