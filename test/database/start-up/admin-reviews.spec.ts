import { runAdmin } from '../../../src/admin/run-admin.js';
import { explainFailure } from '../../../src/boot/explain-failure.js';
import { removeDirectory, temporaryDirectory } from '../../support/spawned-server.js';
import { TestDatabase } from '../../support/test-database.js';

describe('npm run admin, for reviews', () => {
  const DATA_DIRECTORY = temporaryDirectory();
  let database: TestDatabase;
  beforeAll(async () => (database = await TestDatabase.create()));
  afterAll(async () => {
    await database.drop();
    removeDirectory(DATA_DIRECTORY);
  });

  async function admin(args: readonly string[]): Promise<{ code: number; output: string }> {
    Object.assign(process.env, {
      DATA_DIRECTORY,
      DATABASE_URL: database.url,
      MIGRATION_DATABASE_URL: database.ownerUrl,
    });
    try {
      return { code: 0, output: (await runAdmin(args)).join('\n') };
    } catch (error) {
      return { code: 1, output: explainFailure(error) };
    }
  }
  const idIn = (text: string): string => /org_\w{26}/.exec(text)?.[0] ?? '';

  it('appoints and dismisses staff', async () => {
    await admin(['create-user', '--email', 'rita@acme.example', '--name', 'Rita']);
    const of = ['--email', 'rita@acme.example'];
    const said = [
      await admin(['create-staff', ...of]),
      await admin(['create-staff', ...of]),
      await admin(['revoke-staff', ...of]),
    ];
    expect(said.map(({ output }) => output)).toEqual([
      'rita@acme.example is staff.',
      'rita@acme.example is staff already.',
      'rita@acme.example is no longer staff.',
    ]);
  });

  it('verifies an app as it is live, with scopes that it declares, and lists it', async () => {
    const made = await admin(['create-organisation', '--name', 'Verified Ltd']);
    const organisation = idIn(made.output);
    const created = await admin([
      ...['create-app', '--organisation', organisation, '--name', 'Night Porter'],
      ...['--scope', 'project:read segments:read', '--auth-method', 'none'],
      ...['--redirect-uris', 'https://porter.example/callback'],
    ]);
    const app = /app_\w{26}/.exec(created.output)?.[0] ?? '';
    const verify = (...more: string[]) => admin(['verify-app', '--app', app, ...more]);
    expect((await verify()).output).toContain('no homepage');
    const domain = ['--domain', 'porter.example'];
    expect((await verify(...domain, '--scopes', 'sms:send')).output).toContain('declares');
    const done = await verify(...domain, '--scopes', 'project:read');
    expect(done).toEqual({ code: 0, output: '"Night Porter" is verified.' });
    const { output } = await admin(['list-apps']);
    expect(output).toContain(
      `${app} "Night Porter" of "Verified Ltd": registered, verified (porter.example)`,
    );
  });
});
