import { setTimeout as sleep } from 'node:timers/promises';
import { STALLED_AFTER } from '../../../src/platform/http/connections.js';
import { HeldConnection, until } from '../../support/held-connection.js';
import { TestApp } from '../../support/test-app.js';

describe('connections to a server with limits', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await TestApp.start({
      MAX_CONNECTIONS: '12',
      MAX_CONNECTIONS_PER_ADDRESS: '5',
      MAX_IDLE_CONNECTIONS_PER_ADDRESS: '2',
      TRUSTED_PROXIES: '127.0.0.9',
    });
  });
  afterAll(() => server.stop());

  const held: HeldConnection[] = [];
  const open = async (amount: number, from: string): Promise<HeldConnection[]> => {
    const opened: HeldConnection[] = [];
    for (let i = 0; i < amount; i++) opened.push(await HeldConnection.open(server.origin, from));
    held.push(...opened);
    return opened;
  };
  const served = async (connections: readonly HeldConnection[]): Promise<number> => {
    let count = 0;
    for (const each of connections) if (await each.isServed()) count++;
    return count;
  };
  const openConnections = () =>
    new Promise((resolve) =>
      server.app.getHttpServer().getConnections((_, count) => resolve(count)),
    );
  afterEach(async () => {
    for (const each of held.splice(0)) each.close();
    await until(async () => (await openConnections()) === 0);
  });

  it('are so many for one address, and another has its own (G3)', async () => {
    const mine = await open(7, '127.0.0.1');
    expect(await served(mine)).toBe(5);
    expect(await served(await open(1, '127.0.0.2'))).toBe(1);
  });

  it('make room for the next one when they close (G3)', async () => {
    const mine = await open(5, '127.0.0.1');
    expect(await served(mine)).toBe(5);
    mine[0]?.close();
    await until(async () => (await openConnections()) === 4);
    expect(await served(await open(1, '127.0.0.1'))).toBe(1);
  });

  it('are any number for a proxy of ours, idle or not', async () => {
    const proxy = await open(9, '127.0.0.9');
    expect(await served(proxy)).toBe(9);
    await sleep(7_000);
    expect(await served(proxy)).toBe(9);
  });

  it('that idle are few for one address: the longest idle go (G3)', async () => {
    const mine = await open(4, '127.0.0.1');
    expect(await served(mine)).toBe(4);
    await until(() => mine.filter(({ isClosed }) => isClosed).length === 2);
    expect(mine.map(({ isClosed }) => isClosed)).toEqual([true, true, false, false]);
    expect(await served(mine.slice(2))).toBe(2);
  });

  it('that idle give way when the server is full (G3)', async () => {
    const idle = await open(9, '127.0.0.9');
    expect(await served(idle)).toBe(9);
    const others = [...(await open(2, '127.0.0.2')), ...(await open(3, '127.0.0.3'))];
    expect(await served(others)).toBe(5);
    expect(idle[0]?.isClosed).toBe(true);
  });

  it('that send their headers byte by byte are cut off, the first request and the next (G3)', async () => {
    const [fresh, used] = await open(2, '127.0.0.1');
    if (!fresh || !used) throw new Error('No connections.');
    expect(await used.isServed()).toBe(true);
    for (const each of [fresh, used]) each.write('GET / HTTP/1.1\r\nA: ');
    const dripping = setInterval(() => [fresh, used].forEach((each) => each.write('a')), 500);
    await until(() => fresh.isClosed && used.isClosed).finally(() => clearInterval(dripping));
    // Node's own timers would have taken 30 seconds at least, and said 408.
    expect(`${fresh.text}${used.text}`).not.toContain('408');
  });

  it('end when more is asked than read: answers that wait cost memory (G3)', async () => {
    const [greedy] = await open(1, '127.0.0.1');
    const express = server.app.getHttpAdapter().getInstance() as unknown as { handle: () => void };
    const handle = jest.spyOn(express, 'handle');
    greedy?.pause();
    greedy?.write('GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(1_000));
    await until(async () => (await openConnections()) === 0);
    expect(handle.mock.calls.length).toBeLessThan(40);
    handle.mockRestore();
  });

  it('end when nothing moves on them although something was asked (G3)', async () => {
    const http = server.app.getHttpServer();
    expect(http.timeout).toBe(STALLED_AFTER);
    http.setTimeout(300);
    const [still] = await open(1, '127.0.0.1');
    still?.pause();
    still?.write('GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(30));
    await until(async () => (await openConnections()) === 0);
    http.setTimeout(STALLED_AFTER);
  });
});

describe('an idle connection', () => {
  const timeouts = ({ app }: TestApp) => {
    const { keepAliveTimeout, headersTimeout, requestTimeout, maxConnections } =
      app.getHttpServer();
    return { keepAliveTimeout, headersTimeout, requestTimeout, maxConnections };
  };

  it('lives longer than a proxy keeps its own, and the server says so', async () => {
    const server = await TestApp.start();
    expect(timeouts(server)).toEqual({
      keepAliveTimeout: 75_000,
      headersTimeout: 76_000,
      requestTimeout: 30_000,
      maxConnections: 5_000,
    });
    const connection = await HeldConnection.open(server.origin);
    await connection.isServed();
    expect(connection.text).toContain('Keep-Alive: timeout=75');
    // Longer than Node's default, after which it was closed during the proxy's next request.
    await sleep(6_500);
    expect(await connection.isServed()).toBe(true);
    connection.close();
    await server.stop();
  });

  it('lives as long as the setting says', async () => {
    const server = await TestApp.start({ KEEP_ALIVE_SECONDS: '1' });
    expect(timeouts(server)).toMatchObject({ keepAliveTimeout: 1_000, headersTimeout: 2_000 });
    const connection = await HeldConnection.open(server.origin);
    expect(await connection.isServed()).toBe(true);
    await until(() => connection.isClosed);
    await server.stop();
  });
});
