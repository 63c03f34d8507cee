import { spawnSync } from 'node:child_process';
import { hashSecret } from '../../../src/kernel/secret.js';
import { buildOnce, removeDirectory, temporaryDirectory } from '../../support/spawned-server.js';
import { TestDatabase } from '../../support/test-database.js';

describe('npm run admin', () => {
  const DATA_DIRECTORY = temporaryDirectory();
  let database: TestDatabase;

  beforeAll(async () => {
    buildOnce();
    database = await TestDatabase.create();
  }, 120_000);
  afterAll(async () => {
    await database.drop();
    removeDirectory(DATA_DIRECTORY);
  });

  function admin(args: readonly string[], input = ''): { code: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['dist/src/admin/main.js', ...args],
      {
        input,
        encoding: 'utf8',
        env: {
          PATH: process.env.PATH,
          DATA_DIRECTORY,
          DATABASE_URL: database.url,
          MIGRATION_DATABASE_URL: database.ownerUrl,
        },
      },
    );
    return { code: status, output: stdout + stderr };
  }
  const idIn = (text: string): string => /(org|prj|usr)_\w{26}/.exec(text)?.[0] ?? '';

  it('makes the first organisation, project, person and membership, and audits each', async () => {
    const organisation = admin(['create-organisation', '--name', 'Acme']);
    const project = admin([
      ...['create-project', '--organisation', idIn(organisation.output)],
      ...['--name', 'Shop', '--plan', 'pro', '--timezone', 'Europe/Madrid'],
    ]);
    const user = admin(
      ['create-user', '--email', 'Ana@Acme.example', '--name', 'Ana', '--password-stdin'],
      'a password of hers\n',
    );
    const role = ['--role', 'owner'];
    const member = admin([
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
    const { output } = admin(['create-user', '--email', 'ben@acme.example', '--name', 'Ben']);
    const password = /only now: (\S{20})/.exec(output)?.[1] ?? '';
    expect(password).toHaveLength(20);
    const [row] = await database.query<{ password_hash: string }>(
      `SELECT password_hash FROM users WHERE email = 'ben@acme.example'`,
    );
    expect(row?.password_hash).toMatch(/^\$argon2id\$/);
  });

  it('makes a credential for a resource server, bound to one audience (INTR-04)', async () => {
    const { code, output } = admin(['create-resource-server', '--resource', 'api']);
    expect(code).toBe(0);
    expect(output).toMatch(/for http:\/\/localhost:\d+\/v1: rsv_\w{26}/);
    const [secret = ''] = /iscs_\w{49}/.exec(output) ?? [];
    expect(await database.query(`SELECT name, secret_hash FROM resource_servers`)).toEqual([
      { name: 'Resource server', secret_hash: hashSecret(secret) },
    ]);
    expect(admin(['create-resource-server', '--resource', 'moon']).output).toMatch(
      /--resource is one of api/,
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
  ])('refuses %s in words, without a stack', (_case, args, message) => {
    const { code, output } = admin(args);
    expect(code).toBe(1);
    expect(output).toMatch(message);
    expect(output).not.toMatch(/\n\s+at /);
  });
});
