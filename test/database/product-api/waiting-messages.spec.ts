import { newId } from '../../../src/kernel/ids.js';
import { COUNT_WAITING } from '../../../src/product-api/campaigns/internal/recipient.statements.js';
import { CANCEL_ORIGIN } from '../../../src/product-api/messages/internal/outbox.statements.js';
import { inOrder } from '../../../src/platform/database/parameters.js';
import { TestDatabase } from '../../support/test-database.js';

/** Messages that the carrier has stay in the queue for days: what asks for those that wait must not read them. */
describe('the messages of a campaign that wait', () => {
  let database: TestDatabase;
  beforeAll(async () => (database = await TestDatabase.create()));
  afterAll(() => database.drop());

  const projectId = newId();

  it.each([
    ['are counted', COUNT_WAITING, { projectId, id: newId(), most: 10 }],
    ['are cancelled', CANCEL_ORIGIN, { projectId, originId: newId(), code: 'archived' }],
  ] as const)('%s along an index that has no others', async (_what, statement, values) => {
    const client = await database.pool.connect();
    // Of an empty table the planner would read all.
    await client.query('SET enable_seqscan = off');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN ${statement.text}`,
      inOrder(statement, values),
    );
    client.release(true);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('ix_sms_queue_waiting');
  });
});
