import { fromWireId, toWireId } from '../../../src/kernel/ids.js';
import { mintSecret } from '../../../src/kernel/secret.js';
import { ApiCaller } from '../../support/api-caller.js';
import { auditOf } from '../../support/token-facts.js';
import { ConnectedApp } from '../../support/connected-app.js';
import { ProofKey } from '../../support/proof-key.js';
import { takeMails } from '../../support/queued-mails.js';
import { RequestStatements } from '../../support/request-statements.js';
import * as shortcuts from '../../support/shortcuts.js';
import { makeSource, withSourceToken } from '../../support/source-token.js';
import { TestApp } from '../../support/test-app.js';
import { issueToken } from '../../support/test-token.js';

interface Batch {
  readonly entity: { readonly successful: number };
}

describe('the token of a data source', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let source: { readonly id: string; readonly token: string };
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    caller = await ApiCaller.connect(server);
    source = await makeSource(caller);
  });

  const program = (token = source.token) => withSourceToken(server, caller, token);
  const stream = (): string => `/datasource/${source.id}/stream`;
  const contacts = () => `${stream()}/contacts`;
  const ingest = (token = source.token) =>
    program(token).post(contacts(), [{ _user_id: 'C1', _phone_mobile: '+34600000101' }] as object);
  const another = async (): Promise<{ id: string; token: string }> => {
    const { body } = await caller.post(`/datasource/${source.id}/token`, {}).expect(201);
    return (body as { entity: { id: string; token: string } }).entity;
  };
  const listed = async (): Promise<unknown> =>
    ((await caller.get(`/datasource/${source.id}/token`).expect(200)).body as never)['entities'];

  it('brings contacts, events and imports, and reads what its data source accepts', async () => {
    await caller.post('/specs/events', { uid: 'purchase', name: 'Purchase' }).expect(201);
    expect(((await ingest().expect(202)).body as Batch).entity.successful).toBe(1);
    const event = { _user_id: 'C1', _event_id: 'E1', _event_type: 'purchase' };
    const { body } = await program()
      .post(`${stream()}/events`, [event] as object)
      .expect(202);
    expect((body as Batch).entity.successful).toBe(1);
    await program().get(stream()).expect(200);
    await program().get(`${stream()}/specs/attributes`).expect(200);
    await program().get(`/datasource/${source.id}/stats`).expect(200);
    const made = await program()
      .import(`/datasource/${source.id}/import`, '{"_user_id": "C2"}')
      .expect(202);
    const { id } = (made.body as { entity: { id: string } }).entity;
    await program().get(`/import/${id}`).expect(200);
    await program().get(`/import/${id}/errors`).expect(200);
    await program().post(`/import/${id}/cancel`, {}).expect(200);
  });

  it('sees of a contact what the plainest access does, and none that came another way', async () => {
    await ingest().expect(202);
    const { body } = await program().get(`${contacts()}/C1`).expect(200);
    expect(JSON.stringify(body)).not.toContain('+34600000101');
    const other = await makeSource(caller, 'Crm');
    const elsewhere = withSourceToken(server, caller, other.token);
    await elsewhere.get(`/datasource/${other.id}/stream/contacts/C1`).expect(404);
    await elsewhere.get(`${contacts()}/C1`).expect(404);
    await caller.get(`/datasource/${other.id}/stream/contacts/C1`).expect(200);
  });

  it('is `dsapi` only for the first data source of the type `api`', async () => {
    const other = await makeSource(caller, 'Crm');
    await program().get('/datasource/dsapi/stream').expect(200);
    const elsewhere = withSourceToken(server, caller, other.token);
    await elsewhere.get('/datasource/dsapi/stream').expect(404);
  });

  it('is verified by a statement for itself and one for the access that made it', async () => {
    const statements = await RequestStatements.of(program().get(stream()));
    expect(statements.slice(0, 2)).toEqual([
      'data-source-token.find',
      'standing-access.find-grant',
    ]);
    expect(await RequestStatements.of(program('isds_x').get(stream()), 401)).toEqual([]);
    await program(mintSecret('isds').text).get(stream()).expect(401);
  });

  describe('ends at once', () => {
    const ends = async (sql: string, ...values: unknown[]): Promise<void> => {
      await ingest().expect(202);
      await server.database.query(sql, values);
      const { headers } = await ingest().expect(401);
      expect(headers['www-authenticate']).toContain('error="invalid_token"');
    };

    it('when the app that made it is disconnected (E24)', () =>
      ends(
        `UPDATE grants SET revoked_at = now(), revoked_reason = 'x' WHERE id = $1`,
        caller.app.grantId,
      ));
    it('when that is disconnected from the project', () =>
      ends(
        'UPDATE grant_projects SET revoked_at = now() WHERE project_id = $1',
        caller.project.id,
      ));
    it('when the membership that the access rests on ends (E5)', () =>
      ends('UPDATE memberships SET ended_at = now() WHERE id = $1', caller.project.membershipId));
    it('when the password of its person is reset (E6)', () =>
      ends('UPDATE users SET consent_epoch = consent_epoch + 1 WHERE id = $1', caller.app.userId));

    it('when the API token that made it is revoked', async () => {
      const made = await issueToken(server, {
        userId: caller.app.userId,
        projectIds: [caller.project.id],
      });
      const { body } = await server.http
        .post(caller.path(`/datasource/${source.id}/token`))
        .set('Authorization', `Bearer ${made.secret}`)
        .expect(201);
      const { token } = (body as { entity: { token: string } }).entity;
      await ingest(token).expect(202);
      const sql = `UPDATE api_tokens SET revoked_at = now(), revoked_reason = 'x' WHERE id = $1`;
      await server.database.query(sql, [made.id]);
      await ingest(token).expect(401);
      await ingest().expect(202);
    });
  });

  it('can do no more than what made it can do now (E5, E22)', async () => {
    const maker = await ApiCaller.connect(server, ['datasources:read', 'datasources:write']);
    const made = await makeSource(maker);
    const there = withSourceToken(server, maker, made.token);
    const path = `/datasource/${made.id}/stream`;
    await there.get(path).expect(200);
    const refused = await there.post(`${path}/contacts`, [{ _user_id: 'C1' }] as object);
    expect(refused.status).toBe(403);
    await shortcuts.changeRole(server, maker.project.id, maker.app.userId, 'viewer');
    await there.get(path).expect(200);
    await shortcuts.changeRole(server, caller.project.id, caller.app.userId, 'viewer');
    expect((await ingest().expect(403)).body).toMatchObject({ code: 'insufficient_role' });
  });

  it('is made, listed and deleted, and the audit log says so; ten at most', async () => {
    const made = await another();
    expect(await listed()).toEqual([
      { id: made.id, maker: 'grant', createdAt: expect.any(String) as string },
      expect.objectContaining({ maker: 'grant' }),
    ]);
    await ingest(made.token).expect(202);
    await caller.delete(`/datasource/${source.id}/token/${made.id}`).expect(204);
    await ingest(made.token).expect(401);
    await ingest().expect(202);
    await caller.delete(`/datasource/${source.id}/token/${made.id}`).expect(404);
    const types = (await auditOf(server, fromWireId('dst', made.id) ?? '')).map(({ type }) => type);
    expect(types).toEqual(['data_source_token.created', 'data_source_token.deleted']);
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => caller.post(`/datasource/${source.id}/token`, {})),
    );
    expect(answers.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(9);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
  });

  it('leaves room again, once the access that made it has ended', async () => {
    for (let made = 1; made < 10; made++) await another();
    await caller.post(`/datasource/${source.id}/token`, {}).expect(409);
    const sql = `UPDATE grants SET revoked_at = now(), revoked_reason = 'x' WHERE id = $1`;
    await server.database.query(sql, [caller.app.grantId]);
    const { secret } = await issueToken(server, {
      userId: caller.app.userId,
      projectIds: [caller.project.id],
    });
    await server.http
      .post(caller.path(`/datasource/${source.id}/token`))
      .set('Authorization', `Bearer ${secret}`)
      .expect(201);
    const rows = await server.database.query(
      'SELECT id FROM data_source_tokens WHERE data_source_id = $1',
      [fromWireId('ds', source.id)],
    );
    expect(rows).toHaveLength(1);
  });

  it('is not made with a token that is bound to a key', async () => {
    const key = await ProofKey.make();
    const app = await ConnectedApp.register(server, { approvedScopes: ['datasources:write'] });
    const project = await app.addProject({ scopes: ['datasources:write'] });
    const code = await app.getCode(['datasources:write']);
    const uri = `${server.origin}/oauth/token`;
    const { body } = await app
      .redeem(code)
      .set('DPoP', await key.prove({ uri }))
      .expect(200);
    const { access_token: token } = body as { access_token: string };
    const send = async (below: string, content: object) => {
      const path = `/v1/project/${toWireId('prj', project.id)}/datasource${below}`;
      const proof = await key.prove({ uri: `${server.origin}${path}`, token });
      return server.http
        .post(path)
        .set({ authorization: `DPoP ${token}`, dpop: proof })
        .send(content);
    };
    const made = await send('', { name: 'Shop', audienceTags: [] });
    expect(made.status).toBe(201);
    const { entity } = made.body as { entity: { id: string; token: string | null } };
    expect(entity.token).toBeNull();
    const refused = await send(`/${entity.id}/token`, {});
    expect(refused.body).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('is refused at every other endpoint, in its dialect (MCP-02)', async () => {
    const authorization = `Bearer ${source.token}`;
    const root = await server.http.get('/v1').set({ authorization }).expect(403);
    expect(root.body).toMatchObject({ code: 'insufficient_scope' });
    await server.http.get('/oauth/userinfo').set({ authorization }).expect(401);
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
    await server.http.post('/mcp').set({ authorization }).send(call).expect(401);
  });

  it('is deleted when somebody finds it, and those who keep the project are told (G12)', async () => {
    await takeMails(server);
    const report = () =>
      server.http.post('/oauth/leaked').type('form').send({ token: source.token }).expect(200);
    await report();
    await ingest().expect(401);
    const mails = await takeMails(server);
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
      [
        caller.app.person.user.email,
        'A data source token of Bakery had leaked and no longer works',
      ],
    ]);
    await report();
    expect(await takeMails(server)).toEqual([]);
  });
});
