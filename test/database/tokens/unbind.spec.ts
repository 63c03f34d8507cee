import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../../src/platform/database/data-source-options.js';
import { AddDpop1763700000018 } from '../../../src/platform/database/migrations/0018-add-dpop.js';
import { ConnectedApp, type Tokens } from '../../support/connected-app.js';
import { ProofKey } from '../../support/proof-key.js';
import { TestApp } from '../../support/test-app.js';

describe('a schema that knows no keys', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  it('leaves no token alive that was bound to one, for it would be anybody’s', async () => {
    const app = await ConnectedApp.connect(server);
    const key = await ProofKey.make();
    const proof = await key.prove({ uri: `${server.origin}/oauth/token` });
    const { body } = await app
      .redeem(await app.getCode())
      .set('DPoP', proof)
      .expect(200);
    const bound = body as Tokens;
    const bearer = await app.getTokens();

    const source = await new DataSource(
      dataSourceOptions(server.database.ownerUrl, 2),
    ).initialize();
    await new AddDpop1763700000018()
      .down(source.createQueryRunner())
      .finally(() => source.destroy());

    const alive = (table: string, revoked: string, { refresh_token, access_token }: Tokens) =>
      server.database.query<{ alive: boolean }>(
        `SELECT expires_at > now() AND ${revoked} AS alive FROM ${table} WHERE token_hash IN (sha256($1), sha256($2))`,
        [Buffer.from(refresh_token), Buffer.from(access_token)],
      );
    for (const [tokens, expected] of [
      [bound, false],
      [bearer, true],
    ] as const) {
      expect(await alive('access_tokens', 'revoked_at IS NULL', tokens)).toEqual([
        { alive: expected },
      ]);
      expect(await alive('refresh_tokens', 'true', tokens)).toEqual([{ alive: expected }]);
    }
  });
});
