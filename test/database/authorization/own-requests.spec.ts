import { newId, toWireId } from '../../../src/kernel/ids.js';
import { ScopeSet } from '../../../src/kernel/scope-set.js';
import {
  AuthorizationRequests,
  RequestGoneError,
  type AuthorizationRequest,
  type RequestKey,
} from '../../../src/modules/authorization/internal/requests/authorization-requests.js';
import { StoredRequests } from '../../../src/modules/authorization/internal/requests/stored-requests.js';
import { Database } from '../../../src/platform/database/database.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { storeRow } from '../../support/rows.js';
import { TestApp } from '../../support/test-app.js';

const PARAMETERS = 'code_challenge=x';

/** Pending requests of many people and apps. */
describe('a request that waits', () => {
  let server: TestApp;
  let requests: AuthorizationRequests;
  let stored: StoredRequests;
  beforeAll(async () => {
    server = await TestApp.start();
    requests = server.app.get(AuthorizationRequests, { strict: false });
    stored = server.app.get(StoredRequests, { strict: false });
    for (let i = 0; i < 2; i++) await waiting();
  });
  afterAll(() => server.stop());

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);

  /** The new person and browser to which a request is bound. */
  async function binding() {
    const app = await ConnectedApp.register(server);
    const sessionId = await storeRow(server.database, 'browser_sessions', { user_id: app.userId });
    return {
      sessionId,
      userId: app.userId,
      clientId: app.clientUuid,
      redirectUri: app.redirectUri,
      installation: app.redirectUri,
      scopes: new ScopeSet(['segments:read']),
      resource: `${server.origin}/v1`,
      authTime: new Date(),
      refreshable: true,
      identityVersion: 1,
    };
  }
  type Opened = AuthorizationRequest & { readonly uri: string };
  /** A new person in a browser, with a pushed request. */
  async function waiting(): Promise<Opened> {
    const uri = await stored.push(PARAMETERS);
    return { ...(await open(uri, await binding())), uri };
  }
  const open = async (uri: string, by: Awaited<ReturnType<typeof binding>>) =>
    requests.begin({ parameters: PARAMETERS, stored: await stored.findPushed(uri) }, by);
  const consume = async (request: AuthorizationRequest): Promise<boolean> => {
    try {
      await server.app.get(Database).transaction((tx) => requests.consume(tx, request, null));
      return true;
    } catch (error) {
      if (error instanceof RequestGoneError) return false;
      throw error;
    }
  };
  const storedOf = ({ firstId }: AuthorizationRequest) => stored.find(toWireId('azr', firstId));
  const statesOf = ({ firstId }: AuthorizationRequest) =>
    server.database.query<{ state: string }>(
      'SELECT state FROM authorization_requests WHERE first_id = $1 ORDER BY id',
      [firstId],
    );

  it('is found and decided by its person, in its browser, and by nobody else (D3)', async () => {
    const [own, other] = [await waiting(), await waiting()];
    const wrong: RequestKey[] = [
      { ...own, id: newId() },
      { ...own, sessionId: other.sessionId },
      { ...own, userId: other.userId },
    ];
    for (const key of wrong) {
      expect(await requests.find(key)).toBeNull();
      expect(await consume({ ...own, ...key })).toBe(false);
    }
    expect(await requests.find(own)).toMatchObject({ id: own.id, firstId: own.id, pending: true });
  });

  it('is decided once, and no other one with it (D15)', async () => {
    const [own, other] = [await waiting(), await waiting()];
    const { uri, ...second } = await waiting();
    expect(uri).not.toBe(own.uri);
    await change(
      'UPDATE authorization_requests SET session_id = $2, user_id = $3 WHERE id = $1',
      second.id,
      own.sessionId,
      own.userId,
    );
    const moved = { ...second, sessionId: own.sessionId, userId: own.userId };
    expect(await consume(own)).toBe(true);
    expect((await requests.find(own))?.pending).toBe(false);
    expect(await consume(own)).toBe(false);
    for (const key of [other, moved]) expect((await requests.find(key))?.pending).toBe(true);
    await change(
      `UPDATE authorization_requests SET expires_at = now() - interval '1 second' WHERE id = $1`,
      other.id,
    );
    expect((await requests.find(other))?.pending).toBe(false);
    expect(await consume(other)).toBe(false);
  });

  it('that was pushed is found by its own address, until it is spent or runs out (PAR-04)', async () => {
    const [own, other] = [await waiting(), await waiting()];
    expect((await stored.findPushed(own.uri))?.id).toBe(own.id);
    expect([await consume(own), await consume(own)]).toEqual([true, false]);
    expect(await stored.findPushed(own.uri)).toBeNull();
    expect(await storedOf(own)).toBeNull();
    expect((await stored.findPushed(other.uri))?.id).toBe(other.id);
    await change(
      `UPDATE authorization_requests SET created_at = now() - interval '90 seconds' WHERE id = $1`,
      other.id,
    );
    expect(await stored.findPushed(other.uri)).toBeNull();
    expect((await storedOf(other))?.id).toBe(other.id);
  });

  it('that was pushed is decided in one row, however many it was opened in, also at once (PAR-04)', async () => {
    const uri = await stored.push(PARAMETERS);
    const rows = [];
    for (let i = 0; i < 4; i++) rows.push(await open(uri, await binding()));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(4);
    expect(new Set(rows.map(({ firstId }) => firstId)).size).toBe(1);
    const outcomes = await Promise.all(rows.map(consume));
    expect(outcomes.filter((won) => won)).toHaveLength(1);
    const states = (await statesOf(rows[0] as AuthorizationRequest)).map(({ state }) => state);
    expect(states.sort()).toEqual(['decided', 'pending', 'pending', 'pending']);
  });

  it('that browsers open at once is bound to one of them, and a row of its own to each other one (D3)', async () => {
    const id = await stored.receive(PARAMETERS, null);
    const received = await stored.find(toWireId('azr', id));
    expect(received?.state).toBe('received');
    const people = [await binding(), await binding(), await binding()];
    const opened = await Promise.all(
      people.map((by) => requests.begin({ parameters: PARAMETERS, stored: received }, by)),
    );
    expect(opened.filter((each) => each.id === id)).toHaveLength(1);
    for (const [i, { firstId, userId }] of opened.entries()) {
      expect([firstId, userId]).toEqual([id, people[i]?.userId]);
    }
    expect(await Promise.all(opened.map(consume))).toEqual([true, true, true]);
  });

  it('stays for others when the session that it was bound to is gone', async () => {
    const own = await waiting();
    await change('DELETE FROM browser_sessions WHERE id = $1', own.sessionId);
    expect(await requests.find(own)).toBeNull();
    expect((await storedOf(own))?.id).toBe(own.id);
  });

  it('that was just received is found by its own id until it runs out, with its own choice (D3)', async () => {
    const [own, other] = [await waiting(), await waiting()];
    const found = await storedOf(own);
    expect(found).toMatchObject({ id: own.id, chosenSessionId: null, decidedAt: null });
    const second = await requests.begin(
      { parameters: PARAMETERS, stored: await stored.findPushed(other.uri) },
      await binding(),
    );
    await consume(second);
    await change('UPDATE authorization_requests SET uri_hash = NULL WHERE first_id = $1', other.id);
    expect((await storedOf(own))?.decidedAt).toBeNull();
    expect((await storedOf(other))?.decidedAt).toEqual(expect.any(Date));
    await stored.chooseAccount(found!, own.sessionId);
    expect((await storedOf(own))?.chosenSessionId).toBe(own.sessionId);
    expect((await storedOf(other))?.chosenSessionId).toBeNull();
    const sql = `UPDATE authorization_requests SET created_at = now() - interval '1 hour' WHERE id = $1`;
    await change(sql, own.id);
    expect(await storedOf(own)).toBeNull();
  });
});
