import { newId } from '../../../src/kernel/ids.js';
import { GRANTS_VOIDED } from '../../../src/modules/accounts/grants-voided.js';
import { ApiTokenEndings } from '../../../src/modules/api-tokens/api-token-endings.service.js';
import { ApiTokenVerifier } from '../../../src/modules/api-tokens/api-token-verifier.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { JobRegistry } from '../../../src/platform/jobs/job-registry.js';
import { storeRow } from '../../support/rows.js';
import * as shortcuts from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';
import { TestToken } from '../../support/test-token.js';
import { auditOf } from '../../support/token-facts.js';

describe('the end of an API token', () => {
  let server: TestApp;
  let made: TestToken;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => (made = await TestToken.make(server)));

  const run = async (name: string, payload: object = {}): Promise<void> => {
    await server.app
      .get(JobRegistry, { strict: false })
      .all()
      .find((job) => job.name === name)
      ?.run(payload);
  };
  const verify = ({ token }: TestToken) =>
    server.app.get(ApiTokenVerifier, { strict: false }).verify(token.secret);
  const reasonOf = async ({ token }: TestToken): Promise<string | null | undefined> => {
    const [row] = await server.database.query<{ reason: string | null }>(
      'SELECT revoked_reason AS reason FROM api_tokens WHERE id = $1',
      [token.id],
    );
    return row?.reason;
  };
  const revokeBy = (userId: string, id = made.token.id) =>
    server.app
      .get(Database)
      .transaction((tx) =>
        server.app.get(ApiTokenEndings, { strict: false }).revoke(tx, id, userId),
      );

  it('is for its creator, and for owners and admins of its projects (E7)', async () => {
    const { projectId, person } = made;
    const other = await TestToken.make(server);
    const dev = await shortcuts.signUp(server, 'Dev');
    await shortcuts.addMember(server, projectId, dev.id, 'developer');
    for (const stranger of [other.person.id, dev.id, newId()]) {
      await expect(revokeBy(stranger)).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(revokeBy(person.id, newId())).rejects.toMatchObject({ code: 'not_found' });
    expect(await verify(made)).not.toBeNull();
    const admin = await shortcuts.signUp(server, 'Adi');
    await shortcuts.addMember(server, projectId, admin.id, 'admin');
    await revokeBy(admin.id);
    expect(await verify(made)).toBeNull();
    await expect(revokeBy(person.id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await auditOf(server, made.token.id)).slice(2)).toEqual(
      [0, 1].map((): unknown =>
        expect.objectContaining({
          type: 'api_token.revoked',
          reason: 'revoked',
          actor: { kind: 'user', userId: admin.id },
        }),
      ),
    );
  });

  it('is recorded once a new password has voided it, and only then (E6)', async () => {
    const { person } = made;
    await run(GRANTS_VOIDED.name, { userId: person.id });
    expect(await reasonOf(made)).toBeNull();
    await made.change(
      'UPDATE users SET consent_epoch = consent_epoch + 1 WHERE id = $1',
      person.id,
    );
    expect(await verify(made)).toBeNull();
    await run(GRANTS_VOIDED.name, { userId: person.id });
    expect(await reasonOf(made)).toBe('password_changed');
    await run(GRANTS_VOIDED.name, { userId: person.id });
    expect(await auditOf(server, made.token.id)).toHaveLength(4);
  });

  it('is recorded once it has expired', async () => {
    const another = await TestToken.make(server, { expiresInSeconds: 3_600 });
    const sql = `UPDATE api_tokens SET expires_at = now() - interval '1 second' WHERE id = $1`;
    await made.change(sql, made.token.id);
    await run('close-ended-api-tokens');
    expect([await reasonOf(made), await reasonOf(another)]).toEqual(['expired', null]);
  });

  it('is recorded once its creator has left all of its projects', async () => {
    const leave = 'UPDATE memberships SET ended_at = now() WHERE id = $1';
    const another = await TestToken.make(server);
    const more = await TestToken.make(server);
    const membership = await shortcuts.addMember(server, more.projectId, made.person.id, 'owner');
    await storeRow(server.database, 'api_token_projects', {
      token_id: made.token.id,
      project_id: more.projectId,
      membership_id: membership.id,
    });
    await made.change(leave, made.membershipId);
    await made.change(leave, another.membershipId);
    await run('close-ended-api-tokens');
    expect([await reasonOf(made), await reasonOf(another)]).toEqual([null, 'membership_ended']);
    await made.change(leave, membership.id);
    await run('close-ended-api-tokens');
    expect(await reasonOf(made)).toBe('membership_ended');
  });

  it('is forgotten after 90 days', async () => {
    await revokeBy(made.person.id);
    await run('clear-api-tokens');
    expect(await reasonOf(made)).toBe('revoked');
    await made.change(
      `UPDATE api_tokens SET revoked_at = now() - interval '91 days' WHERE id = $1`,
      made.token.id,
    );
    await run('clear-api-tokens');
    expect(await reasonOf(made)).toBeUndefined();
  });
});
