import { ConnectedApps } from '../../../src/modules/connected-apps/internal/connected-apps.service.js';
import { ConnectedApp, type IssuedCode, type Tokens } from '../../support/connected-app.js';
import { TestApp } from '../../support/test-app.js';

const TABLES = [
  ...['grants', 'grant_projects', 'authorization_codes'],
  ...['token_families', 'access_tokens', 'refresh_tokens'],
] as const;

/** An action on one code, token or grant changes only its rows, among those of many others. */
describe('rows of codes, tokens and grants', () => {
  let server: TestApp;
  let app: ConnectedApp;
  let project: { readonly id: string };
  let code: IssuedCode;
  let tokens: Tokens;
  beforeAll(async () => {
    server = await TestApp.start();
    await populate();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await populate();
    app = await populate();
    await populate();
    code = await app.getCode();
    tokens = await app.getTokens();
  });

  /** An app with two projects, two families, an unredeemed code and a consumed one. */
  async function populate(): Promise<ConnectedApp> {
    const populated = await ConnectedApp.register(server);
    project = await populated.addProject();
    await populated.addProject();
    await populated.getCode();
    for (let i = 0; i < 2; i++) {
      await populated.refresh((await populated.getTokens()).refresh_token).expect(200);
    }
    return populated;
  }

  async function rows(): Promise<Map<string, string>> {
    const all = new Map<string, string>();
    for (const table of TABLES) {
      const found = await server.database.query<{ id: string; row: string }>(
        `SELECT id, t::text AS row FROM ${table} t`,
      );
      for (const { id, row } of found) all.set(`${table} ${id}`, row);
    }
    return all;
  }

  /** The tables whose existing rows changed; new rows do not count. */
  async function changedBy(act: () => PromiseLike<unknown>): Promise<string[]> {
    const before = await rows();
    await act();
    const after = await rows();
    return [...before]
      .filter(([key, row]) => after.get(key) !== row)
      .map(([key]) => String(key.split(' ')[0]));
  }

  const guess = () => app.redeem({ ...code, verifier: 'a-guess-'.repeat(8) });
  const disconnect = (projectId?: string) =>
    server.app
      .get(ConnectedApps, { strict: false })
      .disconnect(app.userId, app.grantId, projectId ?? undefined);
  const report = (token: string) =>
    server.http.post('/oauth/leaked').type('form').send({ token }).expect(200);

  it('a code that is redeemed is spent, and no other one (TOK-11)', async () => {
    expect(await changedBy(() => app.redeem(code).expect(200))).toEqual(['authorization_codes']);
  });

  it('a wrong proof counts against its code alone, and nothing wakes a spent one (TOK-12)', async () => {
    for (let i = 0; i < 5; i++) expect(await changedBy(guess)).toEqual(['authorization_codes']);
    expect(await changedBy(guess)).toEqual([]);
    code = await app.getCode();
    await app.redeem(code).expect(200);
    expect(await changedBy(guess)).toEqual([]);
    expect((await app.redeem(code)).status).toBe(400);
  });

  it('a code that is shown again ends its own family (TOK-11, B2)', async () => {
    await app.redeem(code).expect(200);
    expect(await changedBy(() => app.redeem(code).expect(400))).toEqual(['token_families']);
    expect(await changedBy(() => app.redeem(code).expect(400))).toEqual([]);
  });

  it('a refresh token that is used is spent, and no other one (REF-01)', async () => {
    const refresh = () => app.refresh(tokens.refresh_token).expect(200);
    expect(await changedBy(refresh)).toEqual(['refresh_tokens']);
  });

  it('a refresh token that is shown again ends its own grant (REF-02, B5)', async () => {
    await app.refresh(tokens.refresh_token).expect(200);
    const replay = () => app.refresh(tokens.refresh_token).expect(400);
    expect(await changedBy(replay)).toEqual(['grants']);
  });

  it('an access token that its app revokes ends alone, a refresh token with its family (REV-04)', async () => {
    const revoke = (token: string) => () => app.revoke(token).expect(200);
    expect(await changedBy(revoke(tokens.access_token))).toEqual(['access_tokens']);
    expect(await changedBy(revoke(tokens.refresh_token))).toEqual(['token_families']);
    expect(await changedBy(revoke(tokens.refresh_token))).toEqual([]);
  });

  it.each(['access', 'refresh', 'code'] as const)(
    'the %s that somebody found in the open ends its own grant (G12)',
    async (kind) => {
      const found = { access: tokens.access_token, refresh: tokens.refresh_token, code: code.code };
      expect(await changedBy(() => report(found[kind]))).toEqual(['grants']);
      expect(await changedBy(() => report(found[kind]))).toEqual([]);
    },
  );

  it('a project that is disconnected is one of one grant, and so is an app (CONS-09)', async () => {
    project = await app.addProject();
    expect(await changedBy(() => disconnect(project.id))).toEqual(['grant_projects']);
    expect(await changedBy(() => disconnect(project.id))).toEqual([]);
    expect(await changedBy(() => disconnect())).toEqual(['grants']);
    expect(await changedBy(() => disconnect())).toEqual([]);
  });
});
