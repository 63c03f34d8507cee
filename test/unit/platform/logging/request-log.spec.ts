import { EventEmitter } from 'node:events';
import { QueryFailedError } from 'typeorm';
import { mintSecret, type SecretKind } from '../../../../src/kernel/secret.js';
import { redactUrl } from '../../../../src/platform/logging/redact.js';
import { RequestLog } from '../../../../src/platform/logging/request-log.js';

function logged(work: (log: RequestLog['logger']) => void): string {
  let text = '';
  work(new RequestLog('trace', { write: (line: string) => (text += line) }).logger);
  return text;
}

describe('the log', () => {
  const kinds: SecretKind[] = ['isoa', 'isor', 'isat', 'isoc', 'iscs', 'isrg'];

  it.each(kinds)('never holds an %s_ secret, wherever it was put (G7)', (kind) => {
    const { text } = mintSecret(kind);
    const line = logged((log) =>
      log.warn({ deep: { list: [text] }, err: new Error(`refused ${text}`) }, `about ${text}`),
    );
    expect(line).not.toContain(text.slice(5));
    expect(line).toContain(`${kind}_[hidden]`);
  });

  it('never holds credentials of a header or of a URL (G7)', () => {
    const line = logged((log) =>
      log.warn('Basic YXBwOnNlY3JldA== postgres://runtime:hunter2@db/app bearer abc.def'),
    );
    expect(line).not.toMatch(/YXBw|hunter2|abc\.def/);
  });

  it('never holds the values of a failed statement (G7)', () => {
    const error = new QueryFailedError('SELECT $1', ['the-value'], new Error('it broke'));
    const line = logged((log) => log.error({ err: error }, 'request failed'));
    expect(line).not.toContain('the-value');
    expect(JSON.parse(line)).toMatchObject({
      err: { type: 'QueryFailedError', message: 'it broke', query: 'SELECT $1' },
    });
  });

  it('is one line of JSON, whatever was written (G6)', () => {
    const hostile = 'a\r\n{"level":60}\u2028\u001b[31m\u0085\u009b2J';
    const line = logged((log) => log.warn({ name: hostile }, hostile));
    expect(line.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
    expect(JSON.parse(line)).toMatchObject({ name: hostile, msg: hostile });
  });
});

describe('the line of a request', () => {
  const request = {
    id: 'req_1',
    method: 'GET',
    url: '/v1?x=1',
    originalUrl: '/v1?x=1',
    ip: '203.0.113.9',
    headers: { 'user-agent': 'curl', 'x-request-id': 'theirs-1' },
  };

  function lineOf(statusCode: number, url = request.url): string {
    let text = '';
    const log = new RequestLog('trace', { write: (line: string) => (text += line) });
    const response = Object.assign(new EventEmitter(), { statusCode });
    log.observe({ ...request, url } as never, response as never);
    response.emit('error', new Error('write after end'));
    response.emit('close');
    return text;
  }

  it('is written once, with what was asked and what came of it', () => {
    const { id, method, ip } = request;
    expect(JSON.parse(lineOf(200))).toEqual({
      level: 30,
      time: expect.any(Number) as number,
      reqId: id,
      req: {
        id,
        method,
        url: '/v1?x=[hidden]',
        remoteAddress: ip,
        userAgent: 'curl',
        callersId: 'theirs-1',
      },
      res: { statusCode: 200 },
      responseTime: expect.any(Number) as number,
      msg: 'request',
    });
  });

  it('warns of failures, and says nothing of a probe that passes', () => {
    expect(JSON.parse(lineOf(503, '/readyz'))).toMatchObject({ level: 40 });
    expect(lineOf(200, '/readyz')).toBe('');
  });
});

describe('a logged URL', () => {
  it.each([
    ['/oauth/authorize?client_id=app_1&state=xyz&code_challenge=abc', /xyz|abc/],
    ['/callback?code=isoc_123&state=s3cret', /123|s3cret/],
    ['/v1/?access_token=isoa_abc', /isoa_abc/],
    ['/v1/project/prj_1/audience/search/phone/+34735000000', /735000000/],
    ['/v1/project/prj_1/audience/search/email/ana@example.com?x=1', /ana/],
    ['/login?return=0195', /0195/],
    ['/password/reset?token=q2Zr-8', /q2Zr/],
  ])('hides what is personal or secret in %s (G7)', (url, secret) => {
    expect(redactUrl(url)).not.toMatch(secret);
  });

  it('keeps what helps', () => {
    expect(redactUrl('/oauth/authorize?client_id=app_1&state=x&scope=segments:read')).toBe(
      '/oauth/authorize?client_id=app_1&state=[hidden]&scope=segments:read',
    );
  });

  it('is not longer than 1,000 characters', () => {
    expect(redactUrl(`/${'a'.repeat(5_000)}`)).toHaveLength(1_000);
  });
});
