import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { OutboundFetch } from '../../../src/platform/outbound/outbound-fetch.service.js';
import { DocumentHost } from '../../support/document-host.js';
import { eventually } from '../../support/eventually.js';
import { TestApp } from '../../support/test-app.js';

const USED = 'https://app.test/used.json';
const limits = { maximumBytes: 5_120, perMinute: 5 };
const SLOW_HOSTS = ['one', 'two', 'three', 'four', 'five'].map((name) => `${name}.app.test`);

/** Accepts connections and sends nothing. */
class SilentHost {
  private readonly sockets: Socket[] = [];
  private readonly server: Server = createServer((socket) => {
    this.sockets.push(socket.on('error', () => undefined));
  });

  static async start(): Promise<SilentHost> {
    const host = new SilentHost();
    await new Promise<void>((resolve) => host.server.listen(0, '127.0.0.1', resolve));
    return host;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** @throws if the host is stopped before */
  untilCalled(times: number): Promise<true> {
    return eventually(() => {
      if (!this.server.listening) throw new Error('Too few have called.');
      return this.sockets.length >= times || undefined;
    });
  }

  hangUp(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.hangUp();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

describe('fetches of apps in use', () => {
  let host: DocumentHost;
  let silent: SilentHost;
  let server: TestApp;
  let outbound: OutboundFetch;
  beforeEach(async () => {
    host = await DocumentHost.start();
    silent = await SilentHost.start();
    const { OUTBOUND_TEST_ROUTES: routes = '', ...others } = host.variables('app.test');
    const slow = SLOW_HOSTS.map((name) => `${name}=127.0.0.1:${String(silent.port)}`);
    server = await TestApp.start({
      ...others,
      OUTBOUND_TEST_ROUTES: [routes, ...slow].join(','),
      RATE_LIMIT_SCALE: '1',
    });
    outbound = server.app.get(OutboundFetch, { strict: false });
    host.publish(USED, { a: 1 });
  });
  afterEach(async () => {
    await server.stop();
    await silent.stop();
    await host.stop();
  });

  const ofStranger = (url: string) => outbound.getJson(url, { ...limits, inUse: false });
  const ofUser = (url = USED) => outbound.getJson(url, { ...limits, inUse: true });
  const unavailable = { failure: 'unavailable' };

  it('have room of their own when strangers keep every other place waiting (C16)', async () => {
    const urls = SLOW_HOSTS.flatMap((name) => [1, 2, 3, 4].map((n) => `https://${name}/${n}`));
    const waiting = Promise.allSettled(urls.map(ofStranger));
    await silent.untilCalled(urls.length);
    await expect(ofStranger('https://app.test/other.json')).rejects.toMatchObject(unavailable);
    await expect(ofUser()).resolves.toMatchObject({ document: { a: 1 } });
    silent.hangUp();
    expect((await waiting).every(({ status }) => status === 'rejected')).toBe(true);
  });

  it('have room of their own at a host that strangers keep busy (C16)', async () => {
    const [slow = ''] = SLOW_HOSTS;
    const waiting = Promise.allSettled([1, 2, 3, 4].map((n) => ofStranger(`https://${slow}/${n}`)));
    await silent.untilCalled(4);
    await expect(ofStranger(`https://${slow}/5`)).rejects.toMatchObject(unavailable);
    const used = ofUser(`https://${slow}/used`);
    await Promise.race([silent.untilCalled(5), used]);
    silent.hangUp();
    await expect(used).rejects.toMatchObject(unavailable);
    await waiting;
  });

  it('do not get the answer of a stranger who asks for the same and may not any more (C16)', async () => {
    for (let n = 0; n < 5; n++) {
      await expect(ofStranger(`https://app.test/none-${n}`)).rejects.toMatchObject({
        failure: 'unacceptable',
      });
    }
    const [stranger, user] = await Promise.allSettled([ofStranger(USED), ofUser()]);
    expect(stranger).toMatchObject({ status: 'rejected', reason: unavailable });
    expect(user).toMatchObject({ status: 'fulfilled', value: { document: { a: 1 } } });
  });

  it('share one fetch among themselves (C16)', async () => {
    await Promise.all(Array.from({ length: 8 }, () => ofUser()));
    expect(host.timesAsked(USED)).toBe(1);
  });
});
