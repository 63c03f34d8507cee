import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { Customer } from '../../support/actors/customer.js';
import {
  Organisation,
  type SecretApp,
  type TestProject,
} from '../../support/actors/organisation.js';
import { registerPortalApp } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

/** The text of a page, as a person copies it. */
const unescaped = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** What a developer copies from the overview of an app runs as it is. */
describe('the snippets of an app', () => {
  let server: TestApp;
  let organisation: Organisation;
  let bakery: TestProject;
  let olivia: Customer;

  beforeAll(async () => {
    server = await TestApp.start();
    organisation = await Organisation.of(server);
    bakery = await organisation.createProject('Bakery');
    olivia = await organisation.person('Olivia', [[bakery, 'owner']]);
  });
  afterAll(() => server.stop());

  const snippet = async (app: SecretApp, title: string): Promise<string> => {
    const { html } = await olivia.open(`/developers/apps/${app.clientId}`);
    expect(html).not.toMatch(/iscs_\w/);
    const [, ...found] = html.split(`<summary>${title}</summary>`);
    const [, code = ''] = /<code>([\s\S]*?)<\/code>/.exec(found[0] ?? '') ?? [];
    return unescaped(code);
  };

  /** Runs it, and answers the question for the address that the person came back to. */
  const run = async (text: string, app: SecretApp): Promise<string> => {
    const env = { ...process.env, CLIENT_SECRET: app.secret };
    const child = spawn(process.execPath, ['--input-type=module', '--eval', text], { env });
    let output = '';
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const [url] = /http:\/\/\S+\/oauth\/authorize\?\S+/.exec(output) ?? [];
      if (url && output.includes('came back to:') && child.stdin.writable) {
        void visit(url).then((back) => child.stdin.end(`${back.href}\n`));
      }
    });
    const [code] = (await once(child, 'close')) as [number];
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    return output;
  };
  const visit = (url: string): Promise<URL> =>
    olivia.answer(new URL(url), { projects: [bakery], scopes: ['project:read', 'segments:read'] });

  it.each([
    ['JavaScript: openid-client', 'client_secret_basic'],
    ['JavaScript: openid-client', 'client_secret_post'],
    ['JavaScript: oauth4webapi', 'client_secret_basic'],
    ['JavaScript: oauth4webapi', 'none'],
  ] as const)('of %s connect a person, with %s', async (title, method) => {
    const app = await organisation.app(`People ${title} ${method}`, {
      ...{ method, grantTypes: ['authorization_code', 'refresh_token'] },
      scopes: ['project:read', 'segments:read'],
    });
    const output = await run(await snippet(app, title), app);
    expect(output).toContain("kind: 'oauth'");
    expect(output).toContain("scopes: [ 'project:read', 'segments:read' ]");
  });

  it.each(['JavaScript: openid-client', 'JavaScript: oauth4webapi'])(
    'of %s get a token for a service',
    async (title) => {
      const app = await organisation.app(`Service ${title}`, { scopes: ['project:read'] });
      await organisation.connect(olivia, app, { projects: [bakery], scopes: ['project:read'] });
      expect(await run(await snippet(app, title), app)).toContain("kind: 'service'");
    },
  );

  it('of curl get a token for a service', async () => {
    const app = await organisation.app('Service of curl', { scopes: ['project:read'] });
    await organisation.connect(olivia, app, { projects: [bakery], scopes: ['project:read'] });
    const text = (await snippet(app, 'curl')).replace(/^CLIENT_SECRET=.*$/m, '');
    const env = { ...process.env, CLIENT_SECRET: app.secret };
    const child = spawn('sh', ['-c', text.replace('curl ', 'curl --silent --max-time 20 ')], {
      env,
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await once(child, 'close');
    expect(output).toContain('"access_token":"isoa_');
  });

  it('of curl and Python have no fault of syntax, whatever the redirect URI', async () => {
    const { client } = await registerPortalApp(server, organisation.organisationId, {
      client_name: 'Quoted',
      redirect_uris: ["https://quoted.example/it's?a=$(id)&b=!x"],
      scope: 'project:read',
    });
    const app = { ...(await organisation.app('Other')), clientId: client.clientId };
    const curl = spawnSync('sh', ['-n'], { input: await snippet(app, 'curl') });
    expect([curl.status, curl.stderr.toString()]).toEqual([0, '']);
    const check = 'import ast, sys; ast.parse(sys.stdin.read())';
    const input = await snippet(app, 'Python: Authlib');
    const python = spawnSync('python3', ['-c', check], { input });
    // Without Python on this machine nothing can be said about it.
    if (!python.error) expect([python.status, python.stderr.toString()]).toEqual([0, '']);
    expect(await snippet(app, 'PHP: league/oauth2-client')).toContain(String.raw`it\'s?a=$(id)`);
  });
});
