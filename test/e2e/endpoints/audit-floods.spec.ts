import { fromWireId } from '../../../src/kernel/ids.js';
import { ConnectedApp, type Tokens } from '../../support/connected-app.js';
import { ManagedRegistration } from '../../support/managed-registration.js';
import { TestApp } from '../../support/test-app.js';
import { auditOf, laterAuditOf } from '../../support/token-facts.js';

const TIMES = 20;

/** Actions that can be repeated at will do not fill the log (G9). */
describe('the audit log, when somebody repeats', () => {
  let server: TestApp;
  let app: ConnectedApp;
  beforeAll(
    async () => (server = await TestApp.start({ PUBLIC_REFRESH_REPLAY_WINDOW_SECONDS: '30' })),
  );
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ConnectedApp.connect(server);
  });

  const typesOf = async (targetId: string): Promise<string[]> =>
    (await laterAuditOf(server, targetId)).map(({ type }) => type);
  async function refreshed(token: string): Promise<Tokens> {
    return (await app.refresh(token).expect(200)).body as Tokens;
  }
  async function firstRefreshToken(): Promise<string> {
    const [row] = await server.database.query<{ id: string }>(
      `SELECT r.id FROM refresh_tokens r JOIN token_families f ON f.id = r.family_id
       WHERE f.grant_id = $1 ORDER BY r.created_at LIMIT 1`,
      [app.grantId],
    );
    return row?.id ?? '';
  }
  async function times(act: () => PromiseLike<{ status: number }>): Promise<Set<number>> {
    const statuses = new Set<number>();
    for (let i = 0; i < TIMES; i++) statuses.add((await act()).status);
    return statuses;
  }

  it('a spent refresh token: what it ended, and once a minute that it was shown again', async () => {
    const first = await app.getTokens();
    const second = await refreshed(first.refresh_token);
    await refreshed(second.refresh_token);
    const id = await firstRefreshToken();
    const ended = () => app.refresh(first.refresh_token);
    expect(await times(ended)).toEqual(new Set([400]));
    expect(await typesOf(id)).toEqual(['refresh.replayed', 'refresh.replayed']);
    expect(await typesOf(app.grantId)).toEqual(['code.redeemed', 'grant.revoked', 'grant.revoked']);
    await server.database.query('UPDATE rate_limit_counters SET expires_at = now()');
    await ended();
    expect(await typesOf(id)).toHaveLength(3);
  });

  it('a spent refresh token within its window: once a minute that it was answered again', async () => {
    const { refresh_token } = await app.getTokens();
    await refreshed(refresh_token);
    expect(await times(() => app.refresh(refresh_token))).toEqual(new Set([200]));
    const facts = await auditOf(server, await firstRefreshToken());
    expect(facts).toMatchObject([{ type: 'refresh.repeated', outcome: 'succeeded' }]);
  });

  it('a spent code: what it ended, and once a minute that it was shown again', async () => {
    const code = await app.getCode();
    await app.redeem(code).expect(200);
    expect(await times(() => app.redeem(code))).toEqual(new Set([400]));
    expect(await typesOf(code.id)).toEqual(['code.replayed', 'code.replayed']);
  });

  it('the losers of one race: once', async () => {
    const code = await app.getCode();
    await Promise.all(Array.from({ length: TIMES }, async () => app.redeem(code)));
    expect(await typesOf(code.id)).toEqual(['code.raced']);
  });

  it('a registration that is replaced by the same one: nothing', async () => {
    const registration = await ManagedRegistration.create(server, { client_name: 'Reporter' });
    const id = fromWireId('app', registration.clientId) ?? '';
    const same = { client_name: 'Reporter', redirect_uris: ['https://app.example/callback'] };
    await registration.replace(same);
    const before = await typesOf(id);
    for (let i = 0; i < TIMES; i++) await registration.replace(same);
    expect(await typesOf(id)).toEqual(before);
    await registration.replace({ ...same, client_name: 'Reporter Two' });
    expect(await typesOf(id)).toEqual([...before, 'client.changed']);
  });

  it('a registration as large as it may be: a row of a few thousand bytes', async () => {
    const long = (i: number) => `https://app.example/${String(i)}/${'x'.repeat(470)}`;
    const redirect_uris = Array.from({ length: 10 }, (_, i) => long(i));
    const { clientId } = await ManagedRegistration.create(server, { redirect_uris });
    const [fact] = await auditOf(server, fromWireId('app', clientId) ?? '');
    const kept = fact?.context.redirect_uris as string[];
    expect(kept.at(-1)).toBe('and 3 more');
    expect(Math.max(...kept.map((uri) => uri.length))).toBe(256);
    expect(JSON.stringify(fact?.context).length).toBeLessThan(3_000);
  });
});
