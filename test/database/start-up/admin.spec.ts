import { spawnSync } from 'node:child_process';
import { runAdmin } from '../../../src/admin/run-admin.js';
import { explainFailure } from '../../../src/boot/explain-failure.js';
import { fromWireId, newId, toWireId } from '../../../src/kernel/ids.js';
import { hashSecret } from '../../../src/kernel/secret.js';
import { buildOnce, removeDirectory, temporaryDirectory } from '../../support/spawned-server.js';
import { OF_OURS } from '../../support/spawned-process.js';
import { TestDatabase } from '../../support/test-database.js';

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

describe('npm run admin', () => {
  const DATA_DIRECTORY = temporaryDirectory();
  let database: TestDatabase;
  const variables = (): Record<string, string> => ({
    DATA_DIRECTORY,
    DATABASE_URL: database.url,
    MIGRATION_DATABASE_URL: database.ownerUrl,
  });

  beforeAll(async () => {
    buildOnce();
    database = await TestDatabase.create();
  });
  afterAll(async () => {
    await database.drop();
    removeDirectory(DATA_DIRECTORY);
  });

  /** `npm run admin -- …` as a separate process, with the given standard input. */
  function adminProcess(args: readonly string[], input = ''): Outcome {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['dist/src/admin/main.js', ...args],
      { input, encoding: 'utf8', env: { ...OF_OURS, ...variables() } },
    );
    return { code: status, output: stdout + stderr };
  }

  /** The same in this process, which has loaded all modules already. */
  async function admin(args: readonly string[]): Promise<Outcome> {
    Object.assign(process.env, variables());
    try {
      return { code: 0, output: (await runAdmin(args)).join('\n') };
    } catch (error) {
      return { code: 1, output: explainFailure(error) };
    }
  }
  const idIn = (text: string): string => /(org|prj|usr)_\w{26}/.exec(text)?.[0] ?? '';

  it('makes the first organisation, project, person and membership, and audits each', async () => {
    const organisation = await admin(['create-organisation', '--name', 'Acme']);
    const project = await admin([
      ...['create-project', '--organisation', idIn(organisation.output)],
      ...['--name', 'Shop', '--plan', 'pro', '--timezone', 'Europe/Madrid'],
    ]);
    const user = adminProcess(
      ['create-user', '--email', 'Ana@Acme.example', '--name', 'Ana', '--password-stdin'],
      'a password of hers\n',
    );
    const role = ['--role', 'owner'];
    const member = await admin([
      ...['add-member', '--project', idIn(project.output), '--email', 'ana@acme.example', ...role],
    ]);
    expect([organisation, project, user, member].map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(user.output).not.toContain('a password of hers');
    expect(
      await database.query(
        `SELECT o.name AS organisation, p.name AS project, timezone, plan, email, role
           FROM memberships m JOIN users u ON u.id = user_id JOIN projects p ON p.id = project_id
           JOIN organisations o ON o.id = organisation_id`,
      ),
    ).toEqual([
      {
        organisation: 'Acme',
        project: 'Shop',
        timezone: 'Europe/Madrid',
        plan: 'pro',
        email: 'ana@acme.example',
        role: 'owner',
      },
    ]);
    expect(
      await database.query(
        `SELECT DISTINCT type, actor ->> 'kind' AS actor FROM audit_events ORDER BY type`,
      ),
    ).toEqual(
      ['member.added', 'organisation.created', 'project.created', 'user.created'].map((type) => ({
        type,
        actor: 'system',
      })),
    );
  });

  it('shows a password it made once, and keeps only its hash', async () => {
    const { output } = await admin(['create-user', '--email', 'ben@acme.example', '--name', 'Ben']);
    const password = /only now: (\S{20})/.exec(output)?.[1] ?? '';
    expect(password).toHaveLength(20);
    const [row] = await database.query<{ password_hash: string }>(
      `SELECT password_hash FROM users WHERE email = 'ben@acme.example'`,
    );
    expect(row?.password_hash).toMatch(/^\$argon2id\$/);
  });

  it('has a link for a new password sent, and an address verified', async () => {
    await admin(['create-user', '--email', 'cleo@acme.example', '--name', 'Cleo']);
    const named = ['--email', 'Cleo@acme.example'];
    expect((await admin(['reset-password', ...named])).output).toContain('sends the link to cleo@');
    expect(
      await database.query(
        `SELECT t.identifier AS task, payload FROM graphile_worker._private_jobs j
         JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier LIKE 'password%'`,
      ),
    ).toEqual([{ task: 'password-reset-asked', payload: { email: 'cleo@acme.example' } }]);
    expect((await admin(['verify-email', ...named])).output).toContain('is verified.');
    expect((await admin(['verify-email', ...named])).output).toContain('is verified already.');
    const verified = await database.query(
      `SELECT email FROM users WHERE email_verified_at IS NOT NULL`,
    );
    expect(verified).toEqual([{ email: 'cleo@acme.example' }]);
    const unknown = await admin(['reset-password', '--email', 'nobody@acme.example']);
    expect([unknown.code, unknown.output]).toEqual([1, expect.stringContaining('no user')]);
  });

  it('makes a credential for a resource server, bound to one audience (INTR-04)', async () => {
    const { code, output } = await admin(['create-resource-server', '--resource', 'api']);
    expect(code).toBe(0);
    expect(output).toMatch(/for http:\/\/localhost:\d+\/v1: rsv_\w{26}/);
    const [secret = ''] = /iscs_\w{49}/.exec(output) ?? [];
    expect(await database.query(`SELECT name, secret_hash FROM resource_servers`)).toEqual([
      { name: 'Resource server', secret_hash: hashSecret(secret) },
    ]);
    expect((await admin(['create-resource-server', '--resource', 'moon'])).output).toMatch(
      /--resource is one of api/,
    );
  });

  it('makes an API token of a member, lists it without its secret, and ends it (E22)', async () => {
    const organisation = idIn((await admin(['create-organisation', '--name', 'Kiosk'])).output);
    const { output } = await admin([
      ...['create-project', '--organisation', organisation, '--name', 'Kiosk', '--plan', 'free'],
    ]);
    const project = /prj_\w{26}/.exec(output)?.[0] ?? '';
    await admin(['create-user', '--email', 'dev@kiosk.example', '--name', 'Dev']);
    const member = ['--project', project, '--email', 'dev@kiosk.example', '--role', 'developer'];
    await admin(['add-member', ...member]);
    const create = (...args: string[]) =>
      admin([
        ...['create-api-token', '--project', project, '--user', 'dev@kiosk.example', ...args],
      ]);
    const made = await create('--scope', 'project:read', '--expires-in', '90d', '--test');
    expect(made.code).toBe(0);
    const secret = /isat_\w{49}/.exec(made.output)?.[0] ?? '';
    const token = /tok_\w{26}/.exec(made.output)?.[0] ?? '';
    const list = async () => (await admin(['list-api-tokens', '--project', project])).output;
    expect(await list()).toContain(`${token} "API token": by Dev, project:read, test mode, made`);
    expect(await list()).not.toContain(secret);
    expect((await admin(['revoke-api-token', '--token', token])).code).toBe(0);
    expect(await list()).toBe('There are none.');
    expect((await admin(['revoke-api-token', '--token', token])).output).toContain('ended already');
    expect((await create('--scope', 'sms:send')).output).toContain('your role lacks sms:send');
    expect((await create('--scope', 'project:read', '--expires-in', 'soon')).output).toContain(
      '--expires-in is a number',
    );
  });

  it.each([
    ['an unknown command', ['make-coffee'], /no command "make-coffee"[^]*create-organisation/],
    ['a missing option', ['create-project', '--name', 'X'], /Missing: --organisation, --plan/],
    ['an unknown option', ['create-organisation', '--nom', 'X'], /Unknown option '--nom'/],
    [
      'an unknown organisation',
      [
        ...['create-project', '--organisation', 'org_01jgfjjz00e008000000000009'],
        ...['--name', 'X', '--plan', 'pro'],
      ],
      /nothing with that id/,
    ],
    [
      'an unknown role',
      [
        ...['add-member', '--project', 'prj_01jgfjjz00e008000000000009'],
        ...['--email', 'ana@acme.example', '--role', 'king'],
      ],
      /--role is one of owner, admin/,
    ],
    [
      'a second user with one address',
      ['create-user', '--email', 'ANA@acme.example', '--name', 'Other'],
      /already a user/,
    ],
  ])('refuses %s in words, without a stack', async (_case, args, message) => {
    const { code, output } = await admin(args);
    expect(code).toBe(1);
    expect(output).toMatch(message);
    expect(output).not.toMatch(/\n\s+at /);
  });

  it('ends with a failure for the shell when it refuses', () => {
    const { code, output } = adminProcess(['verify-email', '--email', 'nobody@acme.example']);
    expect(code).toBe(1);
    expect(output.trim().split('\n')).toEqual([expect.stringContaining('no user')]);
  });

  describe('create-app', () => {
    let organisation: string;
    beforeAll(async () => {
      organisation = idIn((await admin(['create-organisation', '--name', 'Makers'])).output);
    });
    const create = (...args: string[]) =>
      admin(['create-app', '--organisation', organisation, '--name', 'Nightly Sync', ...args]);
    const find = async (output: string) => {
      const id = fromWireId('app', /app_\w{26}/.exec(output)?.[0] ?? '');
      const [row] = await database.query('SELECT * FROM clients WHERE id = $1', [id]);
      return row;
    };

    it('makes an app with a secret, which is shown once and stored as a hash', async () => {
      const { code, output } = await create(
        ...['--scope', 'project:read sms:send', '--grant-types', 'client_credentials'],
      );
      expect({ code, output }).toMatchObject({ code: 0 });
      const secret = /iscs_\w{49}/.exec(output)?.[0] ?? '';
      expect(await find(output)).toMatchObject({
        origin: 'portal',
        name: 'Nightly Sync',
        token_endpoint_auth_method: 'client_secret_basic',
        auth_method_defaulted: false,
        secret_hash: hashSecret(secret),
        redirect_uris: [],
        grant_types: ['client_credentials'],
        scope: ['project:read', 'sms:send'],
      });
    });

    it('gives it a new secret in place of the old one', async () => {
      const made = (await create('--scope', 'project:read', '--grant-types', 'client_credentials'))
        .output;
      const app = /app_\w{26}/.exec(made)?.[0] ?? '';
      const { code, output } = await admin(['renew-secret', '--app', app]);
      expect({ code, output }).toMatchObject({ code: 0 });
      const secret = /iscs_\w{49}/.exec(output)?.[0] ?? '';
      expect(made).not.toContain(secret);
      expect(output).toContain('nor do tokens that the app got with it as a service');
      expect(await find(made)).toMatchObject({ secret_hash: hashSecret(secret) });
      const stray = await admin(['renew-secret', '--app', toWireId('app', newId())]);
      expect(stray.output).toContain('There is no app of an organisation with that id');
    });

    it('makes a public app for people, without a secret', async () => {
      const uris = 'http://127.0.0.1/callback https://makers.example/callback';
      const { output } = await create(
        ...['--scope', 'project:read openid', '--auth-method', 'none', '--redirect-uris', uris],
      );
      expect(output).not.toContain('iscs_');
      expect(await find(output)).toMatchObject({
        application_type: 'native',
        redirect_uris: uris.split(' '),
        grant_types: ['authorization_code', 'refresh_token'],
        secret_hash: null,
      });
    });

    it('says what to mend, and for whom', async () => {
      const args = ['--scope', 'project:read', '--grant-types', 'password'];
      const { code, output } = await create(...args);
      expect(code).toBe(1);
      expect(output).toContain('grant_types must be some of');
      expect(output).not.toContain('    at ');
      const sound = ['--scope', 'project:read', '--grant-types', 'client_credentials'];
      const unknown = await create(...sound, '--organisation', toWireId('org', newId()));
      expect(unknown.output).toContain('There is nothing with that id.');
    });

    it('explains its options', async () => {
      const { output } = await admin(['--help']);
      expect(output).toContain('create-app --organisation org_…');
      expect(output).toContain('--grant-types: authorization_code and refresh_token unless');
    });
  });
});
