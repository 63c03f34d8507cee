import { newId } from '../../../src/kernel/ids.js';
import { hashSecret, mintSecret } from '../../../src/kernel/secret.js';
import { AccessTokenVerifier } from '../../../src/modules/tokens/internal/access-token-verifier.js';
import {
  AuthorizationCodes,
  type ShownCode,
} from '../../../src/modules/tokens/internal/grant-types/authorization-codes.js';
import { RefreshTokens } from '../../../src/modules/tokens/internal/grant-types/refresh-tokens.js';
import { ServiceAccesses } from '../../../src/modules/tokens/internal/grant-types/service-accesses.js';
import { Database } from '../../../src/platform/database/database.js';
import { ConnectedApp, type ConnectedProject, type Tokens } from '../../support/connected-app.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';

const SCOPES = ['project:read', 'segments:read'];

/** A token reaches what its own grant says, however much others have, and whatever rows may be wrong. */
describe('what a token can reach', () => {
  let server: TestApp;
  let app: ConnectedApp;
  let project: ConnectedProject;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ConnectedApp.connect(server);
    project = await app.addProject({ name: 'Bakery' });
  });

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);
  async function verified() {
    const { token } = await app.storeAccessToken();
    const access = await server.app.get(AccessTokenVerifier).verify(token, null);
    return { tier: access?.client.tier, projects: access?.projects.map(({ name }) => name) };
  }
  const connectProject = (grantId: string, projectId: string, membershipId: string) =>
    change(
      `INSERT INTO grant_projects (id, grant_id, project_id, membership_id, requested_scopes, scopes)
       VALUES ($1, $2, $3, $4, $5, $5)`,
      newId(),
      grantId,
      projectId,
      membershipId,
      SCOPES,
    );
  const join = async (projectId: string, userId: string): Promise<string> => {
    const id = newId();
    const sql = `INSERT INTO memberships (id, project_id, user_id, role) VALUES ($1, $2, $3, 'owner')`;
    await change(sql, id, projectId, userId);
    return id;
  };

  it('is nothing that the same person let another app into (E3)', async () => {
    const other = await ConnectedApp.connect(server);
    const cafe = await other.addProject({ name: 'Café' });
    await change('UPDATE grants SET user_id = $2 WHERE id = $1', other.grantId, app.userId);
    const sql = 'UPDATE memberships SET user_id = $2 WHERE id = $1';
    await change(sql, cafe.membershipId, app.userId);
    expect((await verified()).projects).toEqual(['Bakery']);
  });

  it('is no project by a membership of another project (E3)', async () => {
    const cafe = await (await ConnectedApp.connect(server)).addProject({ name: 'Café' });
    await connectProject(app.grantId, cafe.id, project.membershipId);
    expect((await verified()).projects).toEqual(['Bakery']);
  });

  it('is for an app of the same organisation, too, no project by another person’s membership (E3)', async () => {
    const other = await ConnectedApp.connect(server);
    const theirs = await join(project.id, other.userId);
    await change(
      `UPDATE clients SET origin = 'portal', organisation_id =
         (SELECT organisation_id FROM projects WHERE id = $2) WHERE id = $1`,
      app.clientUuid,
      project.id,
    );
    await change(
      'UPDATE grant_projects SET membership_id = $2 WHERE grant_id = $1',
      app.grantId,
      theirs,
    );
    expect((await verified()).projects).toEqual([]);
  });

  it('is bound by what we decided about this app, not about any other', async () => {
    await change('DELETE FROM app_verifications WHERE client_id = $1', app.clientUuid);
    await ConnectedApp.connect(server);
    expect((await verified()).tier).toBe('self_registered');
  });

  it('is nothing for a service that nobody connected, although people let the same app in', async () => {
    const service = await ServiceApp.connect(server, { grantLife: null });
    await change('UPDATE grants SET client_id = $2 WHERE id = $1', app.grantId, service.clientUuid);
    const { body } = await service.requestTokens().expect(400);
    expect(body).toMatchObject({ error: 'unauthorized_client' });
  });

  it('is nothing by the code of a person who was shut out since (E6)', async () => {
    const code = await app.storeCode();
    await change('UPDATE users SET disabled_at = now() WHERE id = $1', app.userId);
    await app.redeem(code).expect(400);
    expect(await change('SELECT FROM token_families WHERE code_id = $1', code.id)).toEqual([]);
  });

  it.each([
    ['a secret that it asked for', false, 'secret', 30],
    ['a secret that it was given and has used', true, 'secret', 30],
    ['a secret that it was given and never used', true, '', 1],
  ])(
    'has a fixed end unless the web app proves itself: %s (REF-09)',
    async (_which, defaulted, used, days) => {
      const secret = mintSecret('iscs').text;
      const web = await ConnectedApp.connect(server, { secret, applicationType: 'web' });
      await web.addProject();
      await change(
        `UPDATE clients SET auth_method_defaulted = $2, authenticated_at = CASE WHEN $3 THEN now() END
         WHERE id = $1`,
        web.clientUuid,
        defaulted,
        defaulted && used !== '',
      );
      const proof = { client_secret: used && secret };
      const { body } = await web.redeem(await web.storeCode(), proof).expect(200);
      await change(`UPDATE refresh_tokens SET expires_at = now() + interval '1 day'`);
      await web.refresh((body as Tokens).refresh_token, proof).expect(200);
      const [row] = await server.database.query<{ days: number }>(
        `SELECT round(extract(epoch FROM r.expires_at - now()) / 86400)::int AS days FROM refresh_tokens r
         JOIN token_families f ON f.id = r.family_id WHERE f.grant_id = $1 AND r.consumed_at IS NULL`,
        [web.grantId],
      );
      expect(row).toEqual({ days });
    },
  );

  describe('is decided when a token is issued', () => {
    const inTransaction: Database['transaction'] = (work) =>
      server.app.get(Database).transaction(work);
    it('not when it was asked for: a grant may have run out since', async () => {
      const codes = server.app.get(AuthorizationCodes);
      const redeem = async (code: ShownCode | null) =>
        inTransaction((tx) => codes.redeem(tx, code!, { refreshable: false, dpopJkt: null }));
      const find = async () => codes.find((await app.storeCode()).code);
      const [first, second] = [await find(), await find()];
      expect(await redeem(first)).not.toBeNull();
      await change(
        `UPDATE grants SET expires_at = now() - interval '1 second' WHERE id = $1`,
        app.grantId,
      );
      expect(await redeem(second)).toBeNull();
    });

    it('nor by a secret that was replaced since (G12)', async () => {
      const service = await ServiceApp.connect(server);
      await service.addProject();
      const services = server.app.get(ServiceAccesses);
      const access = (await services.find(service.clientUuid))!;
      const issue = (credential: Buffer) =>
        inTransaction((tx) =>
          services.issue(tx, { access, narrowing: null, credential, dpopJkt: null }),
        );
      expect(await issue(hashSecret(service.secret))).not.toBeNull();
      expect(await issue(Buffer.alloc(32, 1))).toBeNull();
    });

    it('nor by a refresh token that ran out since', async () => {
      const tokens = server.app.get(RefreshTokens);
      const { refresh_token } = await app.getTokens();
      const shown = await tokens.find(refresh_token);
      await change(
        `UPDATE refresh_tokens SET expires_at = now() - interval '1 second' WHERE id = $1`,
        shown?.id,
      );
      const rotation = { shown: shown!, narrowing: null, dpopJkt: null };
      expect(await inTransaction((tx) => tokens.rotate(tx, rotation))).toBeNull();
    });
  });
});
