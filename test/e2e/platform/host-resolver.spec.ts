import { pbkdf2 } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { promisify } from 'node:util';
import { HostResolver } from '../../../src/platform/outbound/host-resolver.js';
import { eventually } from '../../support/eventually.js';
import { NameServer } from '../../support/name-server.js';

describe('looking up a host that a stranger named', () => {
  let names: NameServer;
  let resolver: HostResolver;
  beforeAll(async () => {
    names = await NameServer.start();
    resolver = new (class extends HostResolver {
      protected override newResolver(): Resolver {
        // Longer than the test, so that only the signal can end it.
        const own = new Resolver({ timeout: 600_000, maxTimeout: 600_000, tries: 1 });
        own.setServers([names.address]);
        return own;
      }
    })();
  });
  afterAll(() => names.stop());

  const resolve = (host: string, signal = new AbortController().signal) =>
    resolver.resolve(host, signal);

  it('finds its addresses, though it has none of the other family', async () => {
    names.publish('app.example', '93.184.216.34');
    await expect(resolve('app.example')).resolves.toEqual([
      { address: '93.184.216.34', family: 4 },
    ]);
    names.publish('empty.example', null);
    await expect(resolve('empty.example')).rejects.toThrow();
  });

  it('does not wait long for the addresses of one family once it has those of the other (C16)', async () => {
    names.publish('half.example', '93.184.216.34', { silentForIpv6: true });
    await expect(resolve('half.example')).resolves.toEqual([
      { address: '93.184.216.34', family: 4 },
    ]);
  });

  it('asks nobody about an address', async () => {
    const before = names.asked.length;
    await expect(resolve('1.1.1.1')).resolves.toEqual([{ address: '1.1.1.1', family: 4 }]);
    await expect(resolve('2606:4700::1111')).resolves.toEqual([
      { address: '2606:4700::1111', family: 6 },
    ]);
    expect(names.asked).toHaveLength(before);
  });

  it('holds up neither other names nor anything else, however many name servers are silent (C16)', async () => {
    const abort = new AbortController();
    const silent = Array.from({ length: 20 }, (_, index) => `silent-${String(index)}.example`);
    let settled = 0;
    const waiting = Promise.allSettled(
      silent.map((name) => resolve(name, abort.signal).finally(() => settled++)),
    );
    await eventually(() => silent.every((name) => names.asked.includes(name)) || undefined);
    names.publish('used.example', '1.1.1.1');
    await expect(resolve('used.example')).resolves.toHaveLength(1);
    // Passwords and signatures are verified on the same threads.
    await promisify(pbkdf2)('password', 'salt', 1, 32, 'sha256');
    expect(settled).toBe(0);
    abort.abort();
    expect((await waiting).every(({ status }) => status === 'rejected')).toBe(true);
  });
});
