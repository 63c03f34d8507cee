import { createHash, randomBytes } from 'node:crypto';
import { answerOf, decide } from '../../support/consent-page.js';
import { Browser, type BrowserPage } from '../../support/browser.js';
import { PASSWORD } from '../../support/people.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

const BOTH = ['segments:read', 'audience:read'];

/** The app is slow to respond, so the page is still shown, and the person presses the button again. */
describe('the same decision once more', () => {
  let server: TestApp;
  let world: World;

  beforeAll(async () => {
    world = await World.start();
    ({ server } = world);
  });
  afterAll(() => server.stop());

  const place = (page: BrowserPage): string => page.headers.get('location') ?? '';
  const outcome = (page: BrowserPage) => [page.status, place(page)];
  const GONE = [409, ''];

  async function opened() {
    const app = await world.verifiedApp(BOTH);
    const { user, browser } = await world.person();
    const project = (await world.project(user, 'owner')).wireId;
    const verifier = randomBytes(32).toString('base64url');
    const code_challenge = createHash('sha256').update(verifier).digest('base64url');
    const path = world.authorizePath(app, { scope: BOTH.join(' '), code_challenge });
    const consent = await world.openConsent(browser, path);
    const press = (ticks = {}, button = 'allow') =>
      decide(browser, consent, { projects: [project], scopes: BOTH, ...ticks }, button);
    const redeem = (answer: BrowserPage) =>
      server.http
        .post('/oauth/token')
        .type('form')
        .send({
          grant_type: 'authorization_code',
          client_id: app.clientId,
          code: answerOf(answer).code,
          code_verifier: verifier,
        });
    return { app, user, browser, project, consent, press, redeem };
  }

  const factsOf = async (userId: string) => {
    const [facts] = await server.database.query(
      `SELECT (SELECT count(*)::int FROM authorization_codes c JOIN grants g ON g.id = c.grant_id
           WHERE g.user_id = $1) AS codes,
         (SELECT count(*)::int FROM consent_receipts r JOIN grants g ON g.id = r.grant_id
           WHERE g.user_id = $1) AS receipts,
         (SELECT count(*)::int FROM audit_events WHERE actor ->> 'userId' = $1::text
           AND type IN ('consent.granted', 'consent.denied', 'code.issued')) AS events`,
      [userId],
    );
    return facts;
  };

  it('has the same answer, and decides nothing anew (D15)', async () => {
    const { user, press, redeem } = await opened();
    const first = await press();
    expect(first.status).toBe(303);
    const facts = await factsOf(user.id);
    expect(facts).toEqual({ codes: 1, receipts: 1, events: 3 });
    const again = await press();
    expect(outcome(again)).toEqual(outcome(first));
    expect(await factsOf(user.id)).toEqual(facts);
    await redeem(again).expect(200);
  });

  it('is the same in any order of ticks, and another one with other ticks (D15)', async () => {
    const { press, project } = await opened();
    const first = await press();
    const same = { scopes: [...BOTH].reverse(), projects: [project, project] };
    expect(place(await press(same))).toBe(place(first));
    const others = [{ scopes: ['segments:read'] }, { projects: [] }, { access: '24h' }];
    for (const other of others) expect(outcome(await press(other))).toEqual(GONE);
    expect(outcome(await press({}, 'deny'))).toEqual(GONE);
  });

  it('is denied once more, and cannot be allowed (D15, AUTH-18)', async () => {
    const { user, press } = await opened();
    const first = await press({}, 'deny');
    expect(answerOf(first)).toMatchObject({ error: 'access_denied', state: 'st-1' });
    const facts = await factsOf(user.id);
    expect(outcome(await press({ scopes: [] }, 'deny'))).toEqual(outcome(first));
    expect(outcome(await press())).toEqual(GONE);
    expect(await factsOf(user.id)).toEqual(facts);
  });

  it('shows no code that was redeemed, and so ends nothing (D15, TOK-13)', async () => {
    const { press, redeem } = await opened();
    const { body } = await redeem(await press()).expect(200);
    expect(outcome(await press())).toEqual(GONE);
    const { access_token } = body as { access_token: string };
    await server.http.get('/v1/').set('Authorization', `Bearer ${access_token}`).expect(200);
  });

  it.each([
    [
      'the code has run out',
      `UPDATE authorization_codes c SET expires_at = now() FROM grants g
       WHERE g.id = c.grant_id AND g.user_id = $1`,
    ],
    [
      'the minute is over',
      `UPDATE authorization_requests SET decided_at = now() - interval '60 seconds' WHERE user_id = $1`,
    ],
    [
      'what was allowed is void',
      `UPDATE users SET consent_epoch = consent_epoch + 1 WHERE id = $1`,
    ],
    [
      'the app was disconnected',
      `UPDATE grants SET revoked_at = now(), revoked_reason = 'disconnected' WHERE user_id = $1`,
    ],
  ])('is gone once %s (D15, B14)', async (_, sql) => {
    const { user, press } = await opened();
    expect((await press()).status).toBe(303);
    await server.database.query(sql, [user.id]);
    expect(outcome(await press())).toEqual(GONE);
  });

  it('is gone for a denial after a minute (D15)', async () => {
    const { user, press } = await opened();
    await press({}, 'deny');
    await server.database.query(
      `UPDATE authorization_requests SET decided_at = now() - interval '60 seconds' WHERE user_id = $1`,
      [user.id],
    );
    expect(outcome(await press({}, 'deny'))).toEqual(GONE);
  });

  it('goes to nobody who has become somebody else since (C14)', async () => {
    const { user, press } = await opened();
    await press();
    await server.database.query(
      `UPDATE clients c SET identity_version = c.identity_version + 1 FROM grants g
       WHERE g.client_id = c.id AND g.user_id = $1`,
      [user.id],
    );
    expect(outcome(await press())).toEqual([400, '']);
  });

  it('counts from no other session, not even of the same person (D3)', async () => {
    const { user, consent, press } = await opened();
    await press();
    const sameAgain = new Browser(server.origin);
    await sameAgain.signIn(user.email, PASSWORD);
    for (const { browser } of [{ browser: sameAgain }, await world.person('Bea')]) {
      const page = await browser.get('/dashboard/connected-apps');
      const sent = await decide(browser, { page, action: consent.action }, {}, 'deny');
      expect(outcome(sent)).toEqual(GONE);
    }
  });

  it('still needs the form’s token, and a page of ours (D2)', async () => {
    const { browser, consent, press } = await opened();
    await press();
    const forged = await browser.post(consent.action, { decision: 'allow' });
    expect(outcome(forged)).toEqual([403, '']);
    const foreign = { 'sec-fetch-site': 'cross-site' };
    const csrf = /name="csrf_token" value="([^"]+)"/.exec(consent.page.html)?.[1] ?? '';
    const fields = { csrf_token: csrf, decision: 'allow' };
    expect(outcome(await browser.post(consent.action, fields, foreign))).toEqual([403, '']);
  });

  it('leaves no code in the database, nor what it is made of beside the server’s key (G13)', async () => {
    const { user, press } = await opened();
    const { code = '' } = answerOf(await press());
    const rows = await server.database.query<{ text: string }>(
      `SELECT r::text AS text FROM authorization_requests r WHERE user_id = $1
       UNION ALL SELECT c::text FROM authorization_codes c JOIN grants g ON g.id = c.grant_id WHERE g.user_id = $1`,
      [user.id],
    );
    expect(rows).toHaveLength(2);
    for (const { text } of rows) expect(text).not.toContain(code.slice(5));
  });
});
