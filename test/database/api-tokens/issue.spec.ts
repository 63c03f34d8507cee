import { newId } from '../../../src/kernel/ids.js';
import { hashSecret, hasSecretShape } from '../../../src/kernel/secret.js';
import {
  ApiTokens,
  type TokenRequest,
} from '../../../src/modules/api-tokens/api-tokens.service.js';
import { ROLES, type Role } from '../../../src/modules/projects/role.js';
import { storeRow } from '../../support/rows.js';
import * as shortcuts from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';
import { issueToken, TestToken } from '../../support/test-token.js';
import { auditOf } from '../../support/token-facts.js';

describe('issuing an API token', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  /** A project of a person with this role. */
  async function member(role: Role = 'owner') {
    const { id: userId } = await shortcuts.signUp(server, 'Ben');
    const { id: organisationId } = await shortcuts.foundOrganisation(server, 'Shops');
    const project = { organisationId, name: 'Shop', plan: 'pro' } as const;
    const { id } = await shortcuts.createProject(server, project);
    await shortcuts.addMember(server, id, userId, role);
    return { userId, projectIds: [id] };
  }
  const refusal = async (request: Parameters<typeof issueToken>[1]): Promise<unknown> =>
    issueToken(server, request).catch((error: unknown) => error);
  const countOf = async (userId: string): Promise<number> => {
    const [row] = await server.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM api_tokens WHERE user_id = $1',
      [userId],
    );
    return row?.count ?? NaN;
  };

  it('stores the hash only, and tells the audit logs of its projects', async () => {
    const { token, projectId, person } = await TestToken.make(server, { scopes: ['sms:read'] });
    expect(hasSecretShape('isat', token.secret)).toBe(true);
    const rows = await server.database.query(
      'SELECT token_hash, title FROM api_tokens WHERE id = $1',
      [token.id],
    );
    expect(rows).toEqual([{ token_hash: hashSecret(token.secret), title: 'Nightly export' }]);
    const facts = await auditOf(server, token.id);
    expect(facts).toHaveLength(2);
    expect(facts[0]).toMatchObject({
      type: 'api_token.created',
      actor: { kind: 'user', userId: person.id },
      context: { scopes: ['sms:read'], test_mode: false },
    });
    const [inProject] = await server.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM audit_events WHERE project_id = $1 AND type = 'api_token.created'`,
      [projectId],
    );
    expect(inProject?.count).toBe(1);
  });

  it.each<[string, Partial<TokenRequest>]>([
    ['no title', { title: ' ' }],
    ['a title that cannot be seen whole', { title: 'a\u202Eb' }],
    ['a title of 81 characters', { title: 'x'.repeat(81) }],
    ['no scope', { scopes: [] }],
    ['a scope that nobody knows', { scopes: ['tokens:write'] }],
    ['a scope of the account', { scopes: ['openid'] }],
    ['a scope of the MCP endpoint', { scopes: ['mcp:read'] }],
    ['no project', { projectIds: [] }],
    ['21 projects', { projectIds: Array.from({ length: 21 }, newId) }],
    ['a life of a second', { expiresInSeconds: 1 }],
    ['a life of half a minute more than none', { expiresInSeconds: 90.5 }],
    ['a life of a century', { expiresInSeconds: 3_200_000_000 }],
  ])('refuses %s', async (_case, part) => {
    const own = await member();
    expect(await refusal({ ...own, ...part })).toMatchObject({ code: 'invalid_request' });
    expect(await countOf(own.userId)).toBe(0);
  });

  it('refuses a project that the person is no member of, as one that does not exist (E7)', async () => {
    const [own, other] = [await member(), await member()];
    for (const projectIds of [other.projectIds, [newId()], [...own.projectIds, newId()]]) {
      expect(await refusal({ ...own, projectIds })).toMatchObject({ code: 'not_found' });
    }
  });

  it.each(ROLES.map((role) => [role, ['owner', 'admin', 'developer'].includes(role)] as const))(
    'is for those who build: %s, %s (E22)',
    async (role, may) => {
      const request = { ...(await member(role)), scopes: ['project:read'] };
      const outcome = await refusal(request);
      expect(outcome).toMatchObject(
        may ? { title: 'Nightly export' } : { code: 'insufficient_role' },
      );
    },
  );

  it('has no scope beyond the role in any of the projects (E5)', async () => {
    const own = await member('developer');
    expect(await refusal({ ...own, scopes: ['project:read', 'sms:send'] })).toMatchObject({
      code: 'insufficient_role',
      message: expect.stringContaining('sms:send') as string,
    });
  });

  it('knows the names of scopes that integrations use', async () => {
    const scopes = ['PROJECT_AUDIENCE_READ', 'PROJECT_DIRECT_WRITE', 'audience:read'];
    const { scopes: chosen } = await issueToken(server, { ...(await member()), scopes });
    expect(chosen.toArray()).toEqual(['audience:read', 'sms:send']);
  });

  it('is for 50 tokens of a person at most, also when they are asked for at once', async () => {
    const own = await member();
    for (let i = 0; i < 48; i++) await fill(own.userId);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => refusal(own)));
    const refused = outcomes.filter((each) => (each as { code?: string }).code === 'conflict');
    expect(refused).toHaveLength(3);
    expect(await countOf(own.userId)).toBe(50);
  });

  it('is for 100 tokens of a project at most, of all its members', async () => {
    const own = await member();
    const [projectId] = own.projectIds;
    const [row] = await server.database.query<{ id: string }>(
      'SELECT id FROM memberships WHERE project_id = $1',
      [projectId],
    );
    for (let i = 0; i < 100; i++) {
      const id = await fill((await shortcuts.signUp(server)).id);
      const columns = { token_id: id, project_id: projectId, membership_id: row?.id };
      await storeRow(server.database, 'api_token_projects', columns);
    }
    expect(await refusal(own)).toMatchObject({ code: 'conflict' });
  });

  const fill = (userId: string): Promise<string> =>
    storeRow(server.database, 'api_tokens', { user_id: userId });

  it('shows admins all tokens of the project, others their own, and nobody a secret', async () => {
    const made = await TestToken.make(server, { role: 'owner' });
    const { projectId, person } = made;
    const dev = await shortcuts.signUp(server, 'Dev');
    await shortcuts.addMember(server, projectId, dev.id, 'developer');
    const scopes = ['project:read'];
    const own = await issueToken(server, { userId: dev.id, projectIds: [projectId], scopes });
    const tokens = server.app.get(ApiTokens, { strict: false });
    const ids = async (userId: string) =>
      (await tokens.list(projectId, userId)).map(({ id }) => id).sort();
    expect(await ids(person.id)).toEqual([made.token.id, own.id].sort());
    expect(await ids(dev.id)).toEqual([own.id]);
    expect(await ids((await shortcuts.signUp(server)).id)).toEqual([]);
    expect(JSON.stringify(await tokens.list(projectId, person.id))).not.toContain('isat_');
  });
});
