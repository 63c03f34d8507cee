import type { AuthenticatedClient } from '../../../src/modules/clients/authenticated-client.js';
import { hashSecret } from '../../../src/kernel/secret.js';
import { AccessTokenVerifier } from '../../../src/modules/tokens/internal/access-token-verifier.js';
import {
  AuthorizationCodes,
  type ShownCode,
} from '../../../src/modules/tokens/internal/grant-types/authorization-codes.js';
import { RefreshTokens } from '../../../src/modules/tokens/internal/grant-types/refresh-tokens.js';
import { ServiceAccesses } from '../../../src/modules/tokens/internal/grant-types/service-accesses.js';
import { ConnectedApp, type ConnectedProject, type Tokens } from '../../support/connected-app.js';
import { EVENT, keyOf } from '../../support/issuance.js';
import { storeRow } from '../../support/rows.js';
import { ServiceApp } from '../../support/service-app.js';
import { TestApp } from '../../support/test-app.js';

/** A token gives the access of its own grant, however much others have, and whatever rows may be wrong. */
const CLIENT = { credential: null } as AuthenticatedClient;

describe('what a token can reach', () => {
  let server: TestApp;
  let app: ConnectedApp;
  let project: ConnectedProject;
  let token: string;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    app = await ConnectedApp.register(server);
    project = await app.addProject({ name: 'Bakery' });
    ({ token } = await app.getAccessToken());
  });

  const change = (sql: string, ...values: unknown[]) => server.database.query(sql, values);
  async function verified() {
    const access = await server.app.get(AccessTokenVerifier).verify(token);
    return { tier: access?.client.tier, projects: access?.projects.map(({ name }) => name) };
  }

  it('is nothing that the same person let another app into (E3)', async () => {
    const other = await ConnectedApp.register(server);
    const cafe = await other.addProject({ name: 'Café' });
    await change('UPDATE grants SET user_id = $2 WHERE id = $1', other.grantId, app.userId);
    const sql = 'UPDATE memberships SET user_id = $2 WHERE id = $1';
    await change(sql, cafe.membershipId, app.userId);
    expect((await verified()).projects).toEqual(['Bakery']);
  });

  it('is no project by a membership of another project (E3)', async () => {
    const cafe = await (await ConnectedApp.register(server)).addProject({ name: 'Café' });
    const row = { project_id: cafe.id, membership_id: project.membershipId };
    await storeRow(server.database, 'grant_projects', { grant_id: app.grantId, ...row });
    expect((await verified()).projects).toEqual(['Bakery']);
  });

  it('is for an app of the same organisation, too, no project by another person’s membership (E3)', async () => {
    const other = await ConnectedApp.register(server);
    const membership = { project_id: project.id, user_id: other.userId };
    const theirs = await storeRow(server.database, 'memberships', membership);
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
    await ConnectedApp.register(server);
    expect((await verified()).tier).toBe('self_registered');
  });

  it('is nothing for a service that nobody connected, although people let the same app in', async () => {
    const service = await ServiceApp.register(server, { grantLife: null });
    await change('UPDATE grants SET client_id = $2 WHERE id = $1', app.grantId, service.clientUuid);
    const { body } = await service.requestTokens().expect(400);
    expect(body).toMatchObject({ error: 'unauthorized_client' });
  });

  it('is nothing by the code of a person who was shut out since (E6)', async () => {
    const code = await app.getCode();
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
      const web = await ConnectedApp.connect(server, {
        confidential: true,
        applicationType: 'web',
      });
      await change(
        `UPDATE clients SET auth_method_defaulted = $2, authenticated_at = CASE WHEN $3 THEN now() END
         WHERE id = $1`,
        web.clientUuid,
        defaulted,
        defaulted && used !== '',
      );
      const proof = { client_secret: used && web.secret };
      const { body } = await web.redeem(await web.getCode(), proof).expect(200);
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
    it('not when it was asked for: a grant may have run out since', async () => {
      const codes = server.app.get(AuthorizationCodes);
      const redeem = async (code: ShownCode | null) =>
        codes.redeem(code!, { client: CLIENT, refreshable: false, dpopJkt: null }, EVENT);
      const find = async () =>
        (await codes.find((await app.getCode()).code, keyOf(app.clientUuid))).code;
      const [first, second] = [await find(), await find()];
      expect(await redeem(first)).not.toBeNull();
      await change(
        `UPDATE grants SET expires_at = now() - interval '1 second' WHERE id = $1`,
        app.grantId,
      );
      expect(await redeem(second)).toBeNull();
    });

    describe('to a service', () => {
      let service: ServiceApp;
      let issue: (credential?: Buffer) => Promise<object | null>;
      beforeEach(async () => {
        service = await ServiceApp.connect(server);
        const services = server.app.get(ServiceAccesses);
        const key = keyOf(service.clientUuid);
        const access = (await services.find(key)).access!;
        issue = (credential = hashSecret(service.secret)) =>
          services.issue({ access, narrowing: null, credential, dpopJkt: null }, EVENT);
        expect(await issue()).not.toBeNull();
      });

      it('not by a secret that was replaced since (G12)', async () => {
        expect(await issue(Buffer.alloc(32, 1))).toBeNull();
      });

      it('not when its connection has run out since', async () => {
        await change(
          `UPDATE grants SET expires_at = now() - interval '1 second' WHERE id = $1`,
          service.grantId,
        );
        expect(await issue()).toBeNull();
      });
    });

    it('nor by a refresh token that ran out since', async () => {
      const tokens = server.app.get(RefreshTokens);
      const { refresh_token } = await app.getTokens();
      const { shown } = await tokens.find(refresh_token, keyOf(app.clientUuid));
      await change(
        `UPDATE refresh_tokens SET expires_at = now() - interval '1 second' WHERE id = $1`,
        shown?.id,
      );
      const rotation = { shown: shown!, client: CLIENT, narrowing: null, dpopJkt: null };
      expect(await tokens.rotate(rotation, EVENT)).toBeNull();
    });
  });
});
