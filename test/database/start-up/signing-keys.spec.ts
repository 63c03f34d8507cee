import { spawnSync } from 'node:child_process';
import {
  buildOnce,
  removeDirectory,
  SpawnedServer,
  temporaryDirectory,
} from '../../support/spawned-server.js';
import { OF_OURS } from '../../support/spawned-process.js';
import { TestDatabase } from '../../support/test-database.js';

const OURS = 'vD3kq9Zt7LxW2pRb8NcYf5Hs1MgJ6TuA';
const ANOTHER = 'Qz7LxW2pRb8NcYf5Hs1MgJ6TuAvD3kq9';

describe('the signing keys of a server', () => {
  const DATA_DIRECTORY = temporaryDirectory();
  let database: TestDatabase;

  beforeAll(async () => {
    buildOnce();
    database = await TestDatabase.create();
  });
  afterAll(async () => {
    await database.drop();
    removeDirectory(DATA_DIRECTORY);
  });

  const variables = (SECRET_KEY: string) => ({
    DATA_DIRECTORY,
    SECRET_KEY,
    SEED_DEMO_DATA: 'false',
    DATABASE_URL: database.url,
    MIGRATION_DATABASE_URL: database.ownerUrl,
  });

  function rotate(secretKey: string, ...args: string[]): { code: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['dist/src/admin/keys.js', ...args],
      { encoding: 'utf8', env: { ...OF_OURS, ...variables(secretKey) } },
    );
    return { code: status, output: stdout + stderr };
  }

  const kids = async (stage: 'next' | 'current' | 'retired'): Promise<string[]> => {
    const condition = {
      next: 'activated_at IS NULL',
      current: 'activated_at IS NOT NULL AND retired_at IS NULL',
      retired: 'retired_at IS NOT NULL',
    }[stage];
    const rows = await database.query<{ kid: string }>(
      `SELECT kid FROM signing_keys WHERE ${condition} ORDER BY kid`,
    );
    return rows.map(({ kid }) => kid);
  };

  it('are made at the first start, before anybody asks', async () => {
    const server = await SpawnedServer.start(variables(OURS));
    expect(await kids('current')).toHaveLength(3);
    expect(await kids('next')).toHaveLength(3);
    expect(await server.stop()).toBe(0);
  });

  it('stop one that starts with another SECRET_KEY, in words, and stay as they were', async () => {
    const before = await kids('current');
    const server = await SpawnedServer.spawn(variables(ANOTHER));
    expect(await server.ended).toBe(1);
    expect(server.output).toContain('cannot be opened with this SECRET_KEY');
    expect(server.output).toContain('npm run keys:rotate -- --discard');
    expect(server.output).not.toMatch(/\n\s+at /);
    expect(await kids('current')).toEqual(before);
  });

  it('move on with npm run keys:rotate, which names each', async () => {
    const [current, next] = [await kids('current'), await kids('next')];
    const { code, output } = rotate(OURS);
    expect(code).toBe(0);
    for (const kid of current) expect(output).toMatch(new RegExp(`retired +${kid}`));
    for (const kid of next) expect(output).toMatch(new RegExp(`current +${kid}`));
    expect(await kids('current')).toEqual(next);
  });

  it('are not rotated with another SECRET_KEY, but can be thrown away with it', async () => {
    const current = await kids('current');
    const refused = rotate(ANOTHER);
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('cannot be opened with this SECRET_KEY');
    expect(await kids('current')).toEqual(current);
    expect(rotate(ANOTHER, '--discard').code).toBe(0);
    expect(await kids('retired')).toEqual([]);
    const server = await SpawnedServer.start(variables(ANOTHER));
    expect(await server.stop()).toBe(0);
  });

  it('come with a help text, and an unknown option changes nothing', async () => {
    expect(rotate(ANOTHER, '--help')).toMatchObject({ code: 0 });
    const current = await kids('current');
    expect(rotate(ANOTHER, '--forec')).toMatchObject({
      code: 1,
      output: expect.stringMatching(/'--forec'[^]*--discard/) as string,
    });
    expect(await kids('current')).toEqual(current);
  });
});
