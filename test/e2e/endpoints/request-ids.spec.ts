import { rawRequest } from '../../support/raw-request.js';
import { TestApp } from '../../support/test-app.js';

const BODY = JSON.stringify({ redirect_uris: ['https://app.example/callback'] });

describe('the id of a request', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  /** The id in the response, in the audit log, and in the server log. */
  async function idsFor(given: string | string[]) {
    const headers = { 'content-type': 'application/json', 'x-request-id': given };
    const answer = await rawRequest(server.origin, 'POST', '/oauth/register', headers, BODY);
    expect(answer.status).toBe(201);
    const answered = String(answer.headers['x-request-id']);
    const rows = await server.database.query<{ request_id: string }>(
      'SELECT request_id FROM audit_events ORDER BY recorded_at DESC, id DESC LIMIT 1',
    );
    const line = server.database.log.find((each) => each.includes(answered)) ?? '{}';
    const { req } = JSON.parse(line) as { req: { id: string; callersId?: string } };
    return { answered, audited: rows[0]?.request_id, req };
  }

  it('is ours in answer, audit and log, whatever the caller says; theirs stands in the log apart (G8)', async () => {
    const foreign = 'req_01kag0r4yqf8ktm3v9x2s5c7bn';
    const { answered, audited, req } = await idsFor(foreign);
    expect(answered).toMatch(/^req_[0-9a-z]{26}$/);
    expect(answered).not.toBe(foreign);
    expect(audited).toBe(answered);
    expect(req).toMatchObject({ id: answered, callersId: foreign });
  });

  it.each([['a'.repeat(65)], ['short'], ['{"level":60}'], [['one-of-two', 'two-of-two']]])(
    'of a caller is not even logged if it is %j (G6)',
    async (given) => {
      const { answered, audited, req } = await idsFor(given);
      expect(audited).toBe(answered);
      expect(req.callersId).toBeUndefined();
    },
  );

  it('stands in every line of the log about the request, the reason of a refusal among them', async () => {
    const form = { grant_type: 'refresh_token', client_id: 'app_unknown', refresh_token: 'x' };
    const { headers } = await server.http.post('/oauth/token').type('form').send(form).expect(401);
    const lines = server.database.log
      .map((line) => JSON.parse(line) as { reqId?: string; msg: string })
      .filter(({ reqId }) => reqId === headers['x-request-id']);
    expect(lines.map(({ msg }) => msg)).toEqual(['request refused', 'request']);
  });

  it('stands in problem documents and pages as in the header', async () => {
    const { headers, body } = await server.http.get('/nowhere').set('X-Request-Id', 'mine-12345');
    expect(body).toMatchObject({ requestId: headers['x-request-id'] });
    expect(JSON.stringify(body)).not.toContain('mine-12345');
  });
});
