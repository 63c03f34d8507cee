import { randomBytes } from 'node:crypto';
import { newId, toWireId } from '../../../src/kernel/ids.js';
import { ScopeSet } from '../../../src/kernel/scope-set.js';
import {
  AuthorizationRequests,
  type RequestKey,
} from '../../../src/modules/authorization/internal/authorization-requests.js';
import { Arrivals } from '../../../src/modules/authorization/internal/authorize/arrivals.js';
import { PushedRequests } from '../../../src/modules/authorization/internal/pushed/pushed-requests.js';
import { Database } from '../../../src/platform/database/database.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { TestApp } from '../../support/test-app.js';

/** Requests of many people and apps wait side by side. */
describe('a request that waits', () => {
  let server: TestApp;
  let requests: AuthorizationRequests;
  let arrivals: Arrivals;
  let pushed: PushedRequests;
  beforeAll(async () => {
    server = await TestApp.start();
    requests = server.app.get(AuthorizationRequests, { strict: false });
    arrivals = server.app.get(Arrivals, { strict: false });
    pushed = server.app.get(PushedRequests, { strict: false });
    for (let i = 0; i < 2; i++) await waiting();
  });
  afterAll(() => server.stop());

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);
  const inTransaction: Database['transaction'] = (work) =>
    server.app.get(Database).transaction(work);

  interface Waiting extends RequestKey {
    readonly uri: string;
    readonly pushedId: string;
    readonly arrivalId: string;
  }
  /** Somebody new in a browser, with a request that their app had pushed. */
  async function waiting(): Promise<Waiting> {
    const app = await ConnectedApp.connect(server);
    const uri = await pushed.push(app.clientUuid, 'pushed');
    const pushedId = (await pushed.find(uri))?.id ?? '';
    const arrivalId = await arrivals.keep('arrived', pushedId);
    const sessionId = newId();
    await change(
      `INSERT INTO browser_sessions (id, token_hash, csrf_token, user_id, authenticated_at, expires_at, password_epoch)
       VALUES ($1, $2, 'x', $3, now(), now() + interval '1 hour', 1)`,
      sessionId,
      randomBytes(32),
      app.userId,
    );
    const id = await requests.insert({
      sessionId,
      userId: app.userId,
      clientId: app.clientUuid,
      redirectUri: app.redirectUri,
      installation: app.redirectUri,
      state: null,
      scopes: new ScopeSet(['segments:read']),
      resource: `${server.origin}/v1`,
      codeChallenge: 'x',
      nonce: null,
      authTime: new Date(),
      dpopJkt: null,
      arrivalId,
      refreshable: true,
      identityVersion: 1,
    });
    return { id, sessionId, userId: app.userId, uri, pushedId, arrivalId };
  }
  const take = (key: RequestKey) =>
    inTransaction((tx) => requests.take(tx, key, { decision: null, signInSeconds: null }));
  const arrivalOf = ({ arrivalId }: Waiting) => arrivals.find(toWireId('arr', arrivalId));

  it('is found and decided by its person, in its browser, and by nobody else (D3)', async () => {
    const [own, other] = [await waiting(), await waiting()];
    const wrong: RequestKey[] = [
      { ...own, id: newId() },
      { ...own, sessionId: other.sessionId },
      { ...own, userId: other.userId },
    ];
    for (const key of wrong) {
      expect(await requests.find(key)).toBeNull();
      expect(await take(key)).toBe(false);
    }
    expect(await requests.find(own)).toMatchObject({ id: own.id, pushedRequestId: own.pushedId });
  });

  it('is decided once, and no other one with it (D15)', async () => {
    const [own, other] = [await waiting(), await waiting()];
    const second = { ...own, id: (await waiting()).id };
    await change(
      'UPDATE authorization_requests SET session_id = $2, user_id = $3 WHERE id = $1',
      second.id,
      own.sessionId,
      own.userId,
    );
    expect(await take(own)).toBe(true);
    expect((await requests.find(own))?.pending).toBe(false);
    expect(await take(own)).toBe(false);
    for (const key of [other, second]) expect((await requests.find(key))?.pending).toBe(true);
    await change(
      `UPDATE authorization_requests SET expires_at = now() - interval '1 second' WHERE id = $1`,
      other.id,
    );
    expect((await requests.find(other))?.pending).toBe(false);
    expect(await take(other)).toBe(false);
  });

  it('that was pushed is found by its own address, until it is spent or runs out (PAR-04)', async () => {
    const [own, other] = [await waiting(), await waiting()];
    expect((await pushed.find(own.uri))?.id).toBe(own.pushedId);
    const spend = () => inTransaction((tx) => pushed.spend(tx, own.pushedId));
    expect([await spend(), await spend()]).toEqual([true, false]);
    expect(await pushed.find(own.uri)).toBeNull();
    expect(await arrivalOf(own)).toBeNull();
    expect((await pushed.find(other.uri))?.id).toBe(other.pushedId);
    await change(
      `UPDATE pushed_requests SET expires_at = now() - interval '1 second' WHERE id = $1`,
      other.pushedId,
    );
    expect(await pushed.find(other.uri)).toBeNull();
  });

  it('that has just arrived is found by its own id until it runs out, with its own choice (D3)', async () => {
    const [own, other] = [await waiting(), await waiting()];
    const arrival = await arrivalOf(own);
    expect(arrival).toMatchObject({ id: own.arrivalId, chosenSessionId: null, answeredAt: null });
    await take(other);
    expect((await arrivalOf(own))?.answeredAt).toBeNull();
    expect((await arrivalOf(other))?.answeredAt).toEqual(expect.any(Date));
    await arrivals.chooseAccount(arrival!, own.sessionId);
    expect((await arrivalOf(own))?.chosenSessionId).toBe(own.sessionId);
    expect((await arrivalOf(other))?.chosenSessionId).toBeNull();
    const sql = `UPDATE authorization_arrivals SET expires_at = now() - interval '1 second' WHERE id = $1`;
    await change(sql, own.arrivalId);
    expect(await arrivalOf(own)).toBeNull();
  });
});
