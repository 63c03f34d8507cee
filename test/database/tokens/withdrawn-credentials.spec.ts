import { hashSecret } from '../../../src/kernel/secret.js';
import { ClientSecrets } from '../../../src/modules/tokens/client-secrets.service.js';
import { AccessTokenVerifier } from '../../../src/modules/tokens/internal/access-token-verifier.js';
import { ServiceAccesses } from '../../../src/modules/tokens/internal/grant-types/service-accesses.js';
import { Database } from '../../../src/platform/database/database.js';
import type { Tokens } from '../../support/connected-app.js';
import { EVENT, keyOf } from '../../support/issuance.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';
import { auditOf, revokedAt } from '../../support/token-facts.js';

const PARALLEL = 60;

/** Tokens issued for a secret or key alone: none may be valid after it, and no use of it may block its end. */
describe('credentials of a service that are withdrawn while tokens are on their way', () => {
  let server: TestApp;
  let replica: TestApp;
  let app: ServiceApp;

  const alive = async (tokens: readonly string[]): Promise<number> => {
    const verifier = server.app.get(AccessTokenVerifier);
    const verified = await Promise.all(tokens.map((token) => verifier.verify(token)));
    return verified.filter((access) => access !== null).length;
  };

  beforeAll(async () => {
    server = await TestApp.start();
    replica = await server.startReplica();
  });
  afterAll(async () => {
    await replica.stop();
    await server.stop();
  });
  beforeEach(async () => {
    app = await ServiceApp.connect(server);
  });

  const report = async () =>
    server.http.post('/oauth/leaked').type('form').send({ token: app.secret }).expect(200);
  const renew = () =>
    server.app
      .get(Database)
      .transaction((tx) =>
        server.app.get(ClientSecrets).renew(tx, app.clientUuid, { kind: 'system' }),
      );

  it.each([
    ['reported', report],
    ['reported again', report],
    ['renewed', renew],
    ['renewed again', renew],
  ])('leave no token alive once they are %s (G12)', async (_how, withdraw) => {
    const requests = Array.from({ length: PARALLEL }, async (_, i) => {
      if (i === PARALLEL / 2) await withdraw();
      else return app.requestTokens({}, i % 2 === 0 ? server : replica);
    });
    const answers = (await Promise.all(requests)).filter((answer) => answer !== undefined);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 200 && status !== 401)).toEqual([]);
    const tokens = answers.filter(({ status }) => status === 200).map(({ body }) => body as Tokens);
    expect(await alive(tokens.map(({ access_token }) => access_token))).toBe(0);
  });

  it('end with the tokens they brought when the secret is renewed; the connection stays (G12)', async () => {
    const before = await app.getTokens();
    const other = await ServiceApp.connect(server);
    const others = await other.getTokens();
    const { secret } = await renew();
    expect(await alive([before.access_token])).toBe(0);
    expect((await auditOf(server, app.grantId)).at(-1)).toMatchObject({
      type: 'family.revoked',
      reason: 'client_secret_renewed',
      actor: { kind: 'system' },
    });
    await app.requestTokens().expect(401);
    const { body } = await app.requestTokens({ client_secret: secret }).expect(200);
    await report();
    expect(await alive([(body as Tokens).access_token, others.access_token])).toBe(2);
    expect(await revokedAt(server, 'grants', app.grantId)).toBeNull();
  });

  it('wait for nobody who is getting tokens with them, and what those get is worth nothing (G12)', async () => {
    const services = server.app.get(ServiceAccesses, { strict: false });
    const { access } = await services.find(keyOf(app.clientUuid));
    const credential = hashSecret(app.secret);
    const wanted = { access: access!, narrowing: null, credential, dpopJkt: null };
    const database = server.app.get(Database);
    const early = await database.transaction(async (tx) => {
      // The statement of the request, not committed.
      const issue = async () => {
        const query = jest
          .spyOn(database, 'query')
          .mockImplementation((...statement) => database.queryIn(tx, ...statement));
        const issued = await services.issue(wanted, EVENT);
        query.mockRestore();
        return issued;
      };
      const issued = await issue();
      await report();
      expect(await issue()).toBeNull();
      return issued;
    });
    expect(await alive([String(early?.accessToken)])).toBe(0);
    await app.requestTokens().expect(401);
  });
});
