import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { exchange } from '../../../src/platform/outbound/exchange.js';
import { OutboundFetch } from '../../../src/platform/outbound/outbound-fetch.service.js';
import { readBody } from '../../../src/platform/outbound/read-body.js';
import { DocumentHost } from '../../support/document-host.js';
import { TestApp } from '../../support/test-app.js';

const URL_OF_DOCUMENT = 'https://app.test/client.json';
const limits = { maximumBytes: 5_120, perMinute: 5, inUse: false };

describe('fetching from a host that a stranger named', () => {
  let host: DocumentHost;
  let server: TestApp;
  let outbound: OutboundFetch;

  beforeAll(async () => {
    host = await DocumentHost.start();
    server = await TestApp.start(host.variables('app.test', 'other.app.test'));
    outbound = server.app.get(OutboundFetch, { strict: false });
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });

  const get = (url = URL_OF_DOCUMENT) => outbound.getJson(url, limits);
  const unacceptable = { failure: 'unacceptable' };
  const unavailable = { failure: 'unavailable' };

  it('yields a JSON object and how long it may be kept', async () => {
    host.publish(URL_OF_DOCUMENT, { a: 1 }, { 'cache-control': 'max-age=600' });
    await expect(get()).resolves.toEqual({ document: { a: 1 }, lifetime: 600 });
    host.publish(URL_OF_DOCUMENT, { b: 1 }, { 'content-type': 'application/client+json' });
    await expect(get()).resolves.toMatchObject({ document: { b: 1 } });
  });

  it('says who asks, and nothing else', async () => {
    host.publish(URL_OF_DOCUMENT, {});
    await get();
    expect(host.headers.at(-1)).toEqual({
      host: 'app.test',
      accept: 'application/json',
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': `connected-apps (+${server.origin})`,
      connection: 'close',
    });
  });

  it.each([301, 302, 303, 307, 308])('does not follow a %d (C13, CIMD-03)', async (status) => {
    host.publish('https://other.app.test/good', { a: 1 });
    // With a valid body, so that only the status can be the reason.
    host.handle(URL_OF_DOCUMENT, (_, response) => {
      const location = 'https://other.app.test/good';
      response.writeHead(status, { location, 'content-type': 'application/json' }).end('{"a":1}');
    });
    await expect(get()).rejects.toMatchObject(unacceptable);
    expect(host.timesAsked('https://other.app.test/good')).toBe(0);
  });

  it.each([201, 204, 400, 401, 403, 404, 410])('takes %d for a no (C15)', async (status) => {
    host.fail(URL_OF_DOCUMENT, status, { 'content-type': 'application/json' });
    await expect(get()).rejects.toMatchObject(unacceptable);
  });

  it.each([408, 429, 500, 502, 503])('takes %d for no answer today (C15)', async (status) => {
    host.fail(URL_OF_DOCUMENT, status);
    await expect(get()).rejects.toMatchObject(unavailable);
  });

  it.each(['text/html', 'text/plain', 'application/jsonp', ''])(
    'refuses the content type "%s" (CIMD-05)',
    async (type) => {
      host.publish(URL_OF_DOCUMENT, {}, { 'content-type': type });
      await expect(get()).rejects.toMatchObject(unacceptable);
    },
  );

  it.each(['[]', '"text"', 'null', '{', '', '\xff'])('refuses the body %j', async (body) => {
    host.handle(URL_OF_DOCUMENT, (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(Buffer.from(body, 'latin1'));
    });
    await expect(get()).rejects.toMatchObject(unacceptable);
  });

  it('stops at the limit, whatever Content-Length says (C16, CIMD-05)', async () => {
    host.publish(URL_OF_DOCUMENT, { text: 'x'.repeat(5_120 - 11) });
    await expect(get()).resolves.toBeDefined();
    host.publish(URL_OF_DOCUMENT, { text: 'x'.repeat(5_120 - 10) });
    await expect(get()).rejects.toMatchObject(unacceptable);
    let sent = 0;
    host.handle(URL_OF_DOCUMENT, (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        if (response.destroyed || sent > 50_000_000) return;
        sent += 65_536;
        if (response.write(Buffer.alloc(65_536, 32))) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    });
    await expect(get()).rejects.toMatchObject(unacceptable);
    expect(sent).toBeLessThan(50_000_000);
  });

  it('counts after inflating (C16)', async () => {
    const serve = (text: string): void => {
      host.handle(URL_OF_DOCUMENT, (_, response) => {
        response.writeHead(200, {
          'content-type': 'application/json',
          'content-encoding': 'gzip',
        });
        response.end(gzipSync(text));
      });
    };
    serve('{"a":1}');
    await expect(get()).resolves.toMatchObject({ document: { a: 1 } });
    serve(`{"a":"${' '.repeat(4_000_000)}"}`);
    await expect(get()).rejects.toMatchObject(unacceptable);
    host.publish(URL_OF_DOCUMENT, {}, { 'content-encoding': 'zstd' });
    await expect(get()).rejects.toMatchObject(unacceptable);
  });

  it('gives up on a host that drips (C16)', async () => {
    host.handle(URL_OF_DOCUMENT, (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 200);
      response.once('close', () => {
        clearInterval(drip);
      });
    });
    await expect(get()).rejects.toMatchObject(unavailable);
  });

  it('asks once for all who want the same at the same time, and again afterwards (C16)', async () => {
    host.publish(URL_OF_DOCUMENT, { a: 1 });
    const before = host.timesAsked(URL_OF_DOCUMENT);
    await Promise.all(Array.from({ length: 10 }, () => get()));
    expect(host.timesAsked(URL_OF_DOCUMENT)).toBe(before + 1);
    await get();
    expect(host.timesAsked(URL_OF_DOCUMENT)).toBe(before + 2);
  });

  it('remembers no failure (CIMD-11)', async () => {
    host.fail(URL_OF_DOCUMENT, 500);
    await expect(get()).rejects.toMatchObject(unavailable);
    host.publish(URL_OF_DOCUMENT, { a: 1 });
    await expect(get()).resolves.toBeDefined();
  });

  it('has few fetches under way at one host, and few in all (C16)', async () => {
    const waiting: (() => void)[] = [];
    const urls = Array.from({ length: 6 }, (_, index) => `https://app.test/slow-${String(index)}`);
    for (const url of urls) {
      host.handle(url, (_, response) => {
        waiting.push(() => response.writeHead(404).end());
        if (waiting.length === 4) for (const end of waiting) end();
      });
    }
    const results = await Promise.allSettled(urls.map((url) => get(url)));
    const failures = results.map((one) => (one as { reason: { failure: string } }).reason.failure);
    expect(failures.filter((failure) => failure === 'unavailable')).toHaveLength(2);
  });

  it('dials the address that was checked, not what the name says now (C12, rebinding)', async () => {
    host.publish('https://rebound.app.test/', { a: 1 });
    const response = await exchange(
      {
        url: new URL('https://rebound.app.test/'),
        port: host.port,
        addresses: [{ address: '127.0.0.1', family: 4 }],
      },
      {
        userAgent: 'test',
        ca: readFileSync('test/fixtures/certificates/server.pem', 'utf8'),
        signal: AbortSignal.timeout(5_000),
      },
    );
    await expect(readBody(response, 100)).resolves.toBe('{"a":1}');
  });

  it('calls nobody on this machine unless a test route says so (C12, CIMD-04)', async () => {
    const before = host.asked.length;
    for (const name of [`localhost:${String(host.port)}`, `127.0.0.1:${String(host.port)}`]) {
      await expect(get(`https://${name}/`)).rejects.toMatchObject(unacceptable);
    }
    for (const name of ['localhost', '127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433']) {
      await expect(get(`https://${name}/`)).rejects.toMatchObject(unacceptable);
    }
    expect(host.asked.length).toBe(before);
  });
});

describe('fetches per minute', () => {
  it('are counted per host, over all replicas (C16)', async () => {
    const host = await DocumentHost.start();
    const variables = { ...host.variables('app.test', 'other.app.test'), RATE_LIMIT_SCALE: '1' };
    const server = await TestApp.start(variables);
    const replica = await server.startReplica(variables);
    const [here, there] = [server, replica].map(({ app }) =>
      app.get(OutboundFetch, { strict: false }),
    ) as [OutboundFetch, OutboundFetch];
    for (let count = 0; count < 5; count++) {
      const fetching = (count % 2 ? here : there).getJson(
        `https://app.test/${String(count)}`,
        limits,
      );
      await expect(fetching).rejects.toMatchObject({ failure: 'unacceptable' });
    }
    for (const outbound of [here, there]) {
      await expect(outbound.getJson('https://app.test/more', limits)).rejects.toMatchObject({
        failure: 'unavailable',
      });
    }
    expect(host.asked).toHaveLength(5);
    await expect(here.getJson('https://other.app.test/', limits)).rejects.toMatchObject({
      failure: 'unacceptable',
    });
    await replica.stop();
    await server.stop();
    await host.stop();
  });
});
