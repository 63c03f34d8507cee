import { OpenDatabase } from '../../support/open-database.js';
import { unprepared } from '../../../src/platform/database/statement.js';

describe('a connection of the server to the database', () => {
  let open: OpenDatabase;
  beforeAll(async () => (open = await OpenDatabase.create()));
  afterAll(() => open.close());

  it.each([
    ['a statement', 'statement_timeout', '5s'],
    ['a lock', 'lock_timeout', '2s'],
    ['the next statement of a transaction', 'idle_in_transaction_session_timeout', '10s'],
  ])('waits for %s so long and no longer (G5)', async (_what, setting, limit) => {
    expect(await open.database.query(unprepared(`SHOW ${setting}`))).toEqual([
      { [setting]: limit },
    ]);
  });
});
