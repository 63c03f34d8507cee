import { toWireId } from '../../../src/kernel/ids.js';
import { hashSecret } from '../../../src/kernel/secret.js';
import { ApiCaller } from '../../support/api-caller.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';

/** Concurrent requests share the executions of statements; what they get, they never share. */
describe('requests at the same time', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await TestApp.start();
  });
  afterAll(() => server.stop());

  const many = <Made>(amount: number, make: (number: number) => Promise<Made>): Promise<Made[]> =>
    Promise.all(Array.from({ length: amount }, (_, number) => make(number)));

  interface Answered {
    readonly status: number;
    readonly body: Record<string, unknown> & { readonly entity?: { readonly id: string } };
  }

  it('reach the project of their own token, and no other (E3, E4)', async () => {
    const callers = await many(12, (number) =>
      ApiCaller.connect(server, undefined, `No ${number}`),
    );
    const [first, second] = callers as [ApiCaller, ApiCaller];
    const end = `UPDATE grants SET revoked_at = now(), revoked_reason = 'test' WHERE id = $1`;
    await server.database.query(end, [second.app.grantId]);
    const foreign = () =>
      server.http
        .get(second.path())
        .set('Authorization', first.authorization) as PromiseLike<Answered>;
    const answers = await Promise.all(
      callers.flatMap(
        (caller) => [caller.get(), caller.get(), foreign()] as PromiseLike<Answered>[],
      ),
    );
    const seen = answers.map(({ status, body }) => (status === 200 ? body.entity?.id : status));
    expect(seen).toEqual(
      callers.flatMap((caller) => {
        const own = caller === second ? 401 : toWireId('prj', caller.project.id);
        return [own, own, 404];
      }),
    );
  });

  const ownerOf = async (accessToken: string): Promise<unknown> => {
    const [row] = await server.database.query(
      `SELECT g.client_id FROM access_tokens t
       JOIN token_families f ON f.id = t.family_id JOIN grants g ON g.id = f.grant_id WHERE token_hash = $1`,
      [hashSecret(accessToken)],
    );
    return row?.client_id;
  };

  it('get tokens of their own grant', async () => {
    const apps = await many(10, () => ConnectedApp.connect(server, { confidential: true }));
    const services = await many(5, () => ServiceApp.connect(server));
    const tokens = await Promise.all(apps.map((app) => app.getTokens()));
    const codes = await Promise.all(apps.map((app) => app.getCode()));
    const answers = await Promise.all([
      ...apps.map((app, i) => app.refresh(String(tokens[i]?.refresh_token))),
      ...codes.map((code, i) => apps[i]?.redeem(code)),
      ...services.map((service) => service.requestTokens()),
    ] as PromiseLike<Answered>[]);
    const owners = await Promise.all(answers.map(({ body }) => ownerOf(String(body.access_token))));
    const ids = apps.map(({ clientUuid }) => clientUuid);
    expect(owners).toEqual([...ids, ...ids, ...services.map(({ clientUuid }) => clientUuid)]);
  });
});
