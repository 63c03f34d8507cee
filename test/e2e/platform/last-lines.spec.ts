import {
  buildOnce,
  removeDirectory,
  SpawnedServer,
  temporaryDirectory,
} from '../../support/spawned-server.js';
import { TestDatabase } from '../../support/test-database.js';

const REQUESTS = 300;

describe('the log of a server that is stopped while it serves', () => {
  const directory = temporaryDirectory();
  let database: TestDatabase;
  let server: SpawnedServer;

  beforeAll(async () => {
    buildOnce();
    database = await TestDatabase.create();
    server = await SpawnedServer.start({
      DATA_DIRECTORY: directory,
      DATABASE_URL: database.url,
      LOG_LEVEL: 'info',
      SEED_DEMO_DATA: 'false',
    });
  });
  afterAll(async () => {
    await server.stopSurely();
    await database.drop();
    removeDirectory(directory);
  });

  it('has the line of every request that was answered, the last one too', async () => {
    const answers = Array.from({ length: REQUESTS }, (_, i) =>
      fetch(`${server.origin}/nowhere/${String(i)}`),
    );
    // The others are under way.
    await Promise.any(answers);
    const ended = server.stop();
    const ids = (await Promise.allSettled(answers)).flatMap((answer) =>
      answer.status === 'fulfilled' ? [answer.value.headers.get('x-request-id')] : [],
    );
    expect(await ended).toBe(0);
    expect(ids.length).toBeGreaterThan(0);
    const logged = server.output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => (JSON.parse(line) as { reqId?: string }).reqId);
    expect(ids.filter((id) => !logged.includes(id ?? ''))).toEqual([]);
  });
});
