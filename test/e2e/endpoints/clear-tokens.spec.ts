import { ClearTokensJob } from '../../../src/modules/tokens/internal/clear-tokens.job.js';
import { Database } from '../../../src/platform/database/database.js';
import { ConnectedApp, type Tokens } from '../../support/connected-app.js';
import { addManyFamilies } from '../../support/large-tables/many-rows.js';
import { ServiceApp } from '../../support/service-app.js';
import { addManyRefreshTokens } from '../../support/large-tables/many-rows.js';
import { TestApp } from '../../support/test-app.js';

describe('the sweep of tokens', () => {
  let server: TestApp;
  let app: ConnectedApp;
  let first: Tokens;
  beforeAll(async () => {
    server = await TestApp.start();
    app = await ConnectedApp.connect(server);
    first = await app.getTokens();
  });
  afterAll(() => server.stop());

  const sweep = () => server.app.get(ClearTokensJob).run();
  const age = (table: string, interval: string) =>
    server.database.query(`UPDATE ${table} SET expires_at = expires_at - interval '${interval}'`);
  const left = async () => {
    const [row] = await server.database.query(
      `SELECT (SELECT count(*)::int FROM token_families) AS families,
         (SELECT count(*)::int FROM access_tokens) AS access,
         (SELECT count(*)::int FROM refresh_tokens) AS refresh`,
    );
    return row;
  };

  it('takes expired access tokens within two hours, and no refresh token while its family lives (G14)', async () => {
    await app.refresh(first.refresh_token).expect(200);
    await age('access_tokens', '61 minutes');
    await sweep();
    expect(await left()).toEqual({ families: 1, access: 2, refresh: 2 });
    await age('access_tokens', '10 minutes');
    await server.database.query(
      `UPDATE refresh_tokens SET expires_at = now() - interval '60 days' WHERE consumed_at IS NOT NULL`,
    );
    await sweep();
    expect(await left()).toEqual({ families: 1, access: 0, refresh: 2 });
  });

  it('takes a family of which nothing can come any more', async () => {
    await age('refresh_tokens', '40 days');
    await sweep();
    expect(await left()).toEqual({ families: 0, access: 0, refresh: 0 });
  });

  it('takes a family with thousands of spent tokens, a thousand at a time (G14)', async () => {
    const { familyId } = await app.getAccessToken();
    await addManyRefreshTokens(server.database, familyId, 2_500);
    await age('access_tokens', '2 hours');
    await sweep();
    expect(await left()).toEqual({ families: 1, access: 0, refresh: 2501 });
    await age('refresh_tokens', '40 days');
    const query = jest.spyOn(Database.prototype, 'query');
    await sweep();
    // Three batches of consumed ones, the last with the family. The round ends with them.
    const ran = query.mock.calls.map(([{ text }]) => text);
    expect(ran.filter((text) => text.includes('DELETE FROM refresh_tokens'))).toHaveLength(3);
    query.mockRestore();
    expect(await left()).toEqual({ families: 0, access: 0, refresh: 0 });
  });

  it('finds it behind thousands that live', async () => {
    await app.getTokens();
    await age('refresh_tokens', '40 days');
    await age('access_tokens', '2 hours');
    await addManyFamilies(server.database, app.grantId, 2_500);
    await sweep();
    expect(await left()).toEqual({ families: 2_500, access: 0, refresh: 2_500 });
    await server.database.query('DELETE FROM token_families');
    await sweep();
    expect(await left()).toEqual({ families: 0, access: 0, refresh: 0 });
  });

  it('takes the family of a token of a service with it, and no other', async () => {
    const service = await ServiceApp.connect(server);
    await service.getTokens();
    await age('access_tokens', '2 hours');
    await service.getTokens();
    await app.getTokens();
    await sweep();
    expect(await left()).toEqual({ families: 2, access: 2, refresh: 1 });
  });

  it('takes the tokens of a family that was deleted, access tokens once they have expired', async () => {
    await server.database.query('DELETE FROM token_families');
    expect(await left()).toEqual({ families: 0, access: 2, refresh: 1 });
    await sweep();
    expect(await left()).toEqual({ families: 0, access: 2, refresh: 0 });
    await age('access_tokens', '2 hours');
    await sweep();
    expect(await left()).toEqual({ families: 0, access: 0, refresh: 0 });
  });
});
