import { newId } from '../../../../src/kernel/ids.js';
import { ClearIdempotencyKeysJob } from '../../../../src/product-api/access/internal/idempotency/clear-idempotency-keys.job.js';
import { ApiCaller } from '../../../support/api-caller.js';
import { until } from '../../../support/held-connection.js';
import { IdempotencyProbe, probe } from '../../../support/idempotency-probe.js';
import { addSegment } from '../../../support/shortcuts.js';
import { TestApp } from '../../../support/test-app.js';

describe('Idempotency-Key', () => {
  let server: TestApp;
  let replica: TestApp;
  let caller: ApiCaller;
  let uid: string;

  beforeAll(async () => {
    server = await TestApp.start({}, [IdempotencyProbe]);
    replica = await server.startReplica({ REQUIRE_IDEMPOTENCY_ON_SEND: 'true' }, undefined, [
      IdempotencyProbe,
    ]);
    caller = await ApiCaller.connect(server, ['segments:read', 'project:read']);
  });
  beforeEach(async () => (uid = await addSegment(server.database, caller.project.id)));
  afterAll(async () => {
    await replica.stop();
    await server.stop();
  });

  const send = (key: string, path = 'raise', body: object = {}, by = caller) =>
    by.post(`/probe/${path}/${uid}`, body).set('Idempotency-Key', key);
  const version = async (): Promise<number> => {
    const { body } = await caller.get(`/segment/${uid}`).expect(200);
    return body.entity.version as number;
  };
  const stored = async (): Promise<number> => {
    const [row] = await server.database.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM idempotency_keys',
    );
    return row?.n ?? 0;
  };
  const codeOf = ({ status, body }: { status: number; body: unknown }): unknown[] => [
    status,
    (body as { code?: string }).code,
  ];

  it('makes a request happen once, and brings its answer again: status, body and headers', async () => {
    const key = newId();
    const first = await send(key).expect(202);
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    const again = await send(key).expect(202);
    expect(again.body).toEqual(first.body);
    expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true', etag: '"2"' });
    expect(again.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    expect(await version()).toBe(2);
  });

  it('keeps a status that depends on the request', async () => {
    const key = newId();
    await send(key, 'raise', { by: 2 }).expect(200);
    await send(key, 'raise', { by: 2 }).expect(200).expect('Idempotency-Replayed', 'true');
  });

  it('knows the same body in another order of names', async () => {
    const key = newId();
    await send(key, 'raise', { by: 1, note: 'x' }).expect(202);
    await send(key, 'raise', { note: 'x', by: 1 }).expect(202);
    expect(await version()).toBe(2);
  });

  it('is for one request: another body, query, path or method is 422', async () => {
    const key = newId();
    await send(key).expect(202);
    const others = [
      send(key, 'raise', { by: 1 }),
      send(key).query({ _sync: 'true' }),
      send(key, 'handle'),
      server.http
        .patch(caller.path(`/probe/raise/${uid}`))
        .set({ Authorization: caller.authorization, 'Idempotency-Key': key })
        .send({}),
    ];
    for (const other of others) {
      expect(codeOf(await other)).toEqual([422, 'idempotency_conflict']);
    }
    expect(await version()).toBe(2);
  });

  it('is of one credential in one project', async () => {
    const [key, other] = [newId(), await ApiCaller.connect(server, ['segments:read'])];
    await send(key).expect(202);
    // Foreign: the same 404 as without a key.
    await send(key, 'raise', {}, other).expect(404);
    const foreign = await addSegment(server.database, other.project.id);
    const theirs = other.post(`/probe/raise/${foreign}`, {}).set('Idempotency-Key', key);
    expect((await theirs.expect(202)).headers).not.toHaveProperty('idempotency-replayed');
  });

  it.each([
    ['empty', ''],
    ['of 256 characters', 'k'.repeat(256)],
    ['not ASCII', 'schlüssel'],
  ])('that is %s is refused', async (_name, key) => {
    const headers = { authorization: caller.authorization, 'idempotency-key': key };
    const answer = await fetch(`${server.address}${caller.path(`/probe/raise/${uid}`)}`, {
      method: 'POST',
      headers,
    });
    expect(answer.status).toBe(400);
    expect(await version()).toBe(1);
  });

  it('of 255 characters is not', async () => {
    await send(`${'k'.repeat(253)} ~`).expect(202);
  });

  it('is free again after a refusal, a fault or an invalid request, which leave nothing behind', async () => {
    const key = newId();
    const before = await stored();
    expect(codeOf(await send(key, 'refuse'))).toEqual([409, 'invalid_state']);
    expect((await send(key, 'refuse', { note: 'x' })).status).toBe(500);
    await send(key, 'raise', { by: 0 }).expect(400);
    await send(key, 'raise', { deep: nested(5_000) }).expect(400);
    await caller.post(`/probe/raise/seg_1`, {}).set('Idempotency-Key', key).expect(404);
    expect(await stored()).toBe(before);
    expect(await version()).toBe(1);
    await send(key).expect(202);
  });

  it('undoes alone what a handler has handled', async () => {
    expect((await send(newId(), 'handle').expect(201)).body.entity).toEqual({ version: 2 });
    expect(await version()).toBe(2);
  });

  it('does not count where nothing is changed', async () => {
    const key = newId();
    await send(key, 'look').expect(200);
    expect((await send(key, 'look').expect(200)).body.entity).toEqual({ version: 3 });
    await caller.get(`/segment/${uid}`).set('Idempotency-Key', key).expect(200);
  });

  it('is refused to a token that may see less than the answer was made for', async () => {
    const key = newId();
    await send(key).expect(202);
    const narrow = await caller.narrowedTo('segments:read');
    expect(codeOf(await send(key, 'raise', {}, narrow))).toEqual([422, 'idempotency_conflict']);
    expect(await version()).toBe(2);
  });

  it('is required on sends where the server is set up so', async () => {
    const path = `/probe/send/${uid}`;
    await caller.post(path, {}).expect(200);
    const strict = caller.at(replica);
    expect(codeOf(await strict.post(path, {}))).toEqual([400, 'invalid_request']);
    await strict.post(path, {}).set('Idempotency-Key', newId()).expect(200);
    await strict.post(`/probe/raise/${uid}`, {}).expect(202);
  });

  it('keeps no answer that can be read without it (G13)', async () => {
    const key = newId();
    await send(key, 'send').expect(200);
    const rows = (await server.database.dump()).get('public.idempotency_keys') ?? '';
    expect(rows).toContain('eyJ');
    for (const secret of [key, 'isat_shown_once', 'entity']) expect(rows).not.toContain(secret);
    expect((await send(key, 'send').expect(200)).body.entity.secret).toBe('isat_shown_once');
  });

  it('is forgotten after a day, and not before', async () => {
    const [key, younger] = [newId(), newId()];
    await send(key).expect(202);
    await server.database.query(
      `UPDATE idempotency_keys SET created_at = now() - interval '24 hours 1 minute'`,
    );
    await send(younger).expect(202);
    await server.database.query(
      `UPDATE idempotency_keys SET created_at = now() - interval '23 hours' WHERE created_at > now() - interval '1 hour'`,
    );
    await server.app.get(ClearIdempotencyKeysJob, { strict: false }).run();
    await send(younger).expect('Idempotency-Replayed', 'true');
    expect((await send(key).expect(202)).headers).not.toHaveProperty('idempotency-replayed');
  });

  it('is in the OpenAPI document of what changes something, and of nothing else', async () => {
    const { body } = await server.http.get('/openapi.json').expect(200);
    const headersOf = (name: string): unknown[] =>
      (
        body.paths[`/v1/project/{project}/probe/${name}/{uid}`].post.parameters as {
          name: string;
        }[]
      ).map((parameter) => parameter.name);
    expect(headersOf('raise')).toContain('Idempotency-Key');
    expect(headersOf('look')).not.toContain('Idempotency-Key');
  });

  it('answers 409 while the first request runs, at every replica', async () => {
    const key = newId();
    probe.hold();
    const first = send(key).then((answer) => answer);
    await until(() => probe.isWaiting);
    for (const at of [caller, caller.at(replica)]) {
      const second = await send(key, 'raise', {}, at).expect(409);
      expect(second.body.code).toBe('idempotency_in_progress');
      expect(Number(second.headers['retry-after'])).toBeGreaterThan(0);
    }
    probe.resume();
    expect((await first).status).toBe(202);
    await send(key).expect(202).expect('Idempotency-Replayed', 'true');
    expect(await version()).toBe(2);
  });

  it('has one effect for fifty requests at once over two servers (E16)', async () => {
    const key = newId();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        send(key, 'raise', {}, i % 2 ? caller : caller.at(replica)),
      ),
    );
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].every((status) => status === 202 || status === 409)).toBe(true);
    expect(
      answers
        .filter(({ headers }) => !headers['idempotency-replayed'])
        .filter(({ status }) => status === 202),
    ).toHaveLength(1);
    expect(await version()).toBe(2);
  });

  it('is free again when the database connection breaks between effect and answer (E16)', async () => {
    const key = newId();
    probe.hold();
    const first = send(key).then((answer) => answer);
    await until(() => probe.isWaiting);
    await server.database.query('SELECT pg_terminate_backend($1)', [probe.backend]);
    probe.resume();
    expect((await first).status).toBe(503);
    expect(await version()).toBe(1);
    await send(key).expect(202);
    expect(await version()).toBe(2);
  });

  it('brings the answer that a broken connection of the client has lost', async () => {
    const key = newId();
    const before = await stored();
    probe.hold();
    const abort = new AbortController();
    const lost = fetch(`${server.address}${caller.path(`/probe/raise/${uid}`)}`, {
      method: 'POST',
      headers: { authorization: caller.authorization, 'idempotency-key': key },
      signal: abort.signal,
    });
    await until(() => probe.isWaiting);
    abort.abort();
    await expect(lost).rejects.toThrow();
    probe.resume();
    await until(async () => (await stored()) > before);
    // Without a body, as the first.
    const again = server.http.post(caller.path(`/probe/raise/${uid}`));
    again.set({ Authorization: caller.authorization, 'Idempotency-Key': key });
    expect((await again.expect(202)).headers).toHaveProperty('idempotency-replayed');
    expect(await version()).toBe(2);
  });
});

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
