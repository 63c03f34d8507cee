import { SecretKey } from '../../../../src/platform/config/secret-key.js';
import { ProofNonces } from '../../../../src/platform/dpop/proof-nonces.js';
import { loadEnvironment } from '../../../../src/platform/config/load-environment.js';

const nonces = (secret = 'a-root-secret-of-32-characters-or-more'): ProofNonces =>
  new ProofNonces(loadEnvironment({ DPOP_NONCE: 'true' }), new SecretKey(secret));
const HERE = 'authorization-server';
const at = (seconds: number) => jest.setSystemTime(seconds * 1_000);

describe('nonces for proofs', () => {
  beforeEach(() => jest.useFakeTimers({ now: 6_000_000 }));
  afterEach(() => jest.useRealTimers());

  it('are the same on every server with the same key, and on no other (DPOP-09)', () => {
    const nonce = nonces().current(HERE);
    expect(nonce).toMatch(/^[\w-]{43}$/);
    expect(nonces().findLife(HERE, nonce)).not.toBeNull();
    expect(nonces('another-root-secret-of-32-characters').findLife(HERE, nonce)).toBeNull();
  });

  it('change every minute, and are good for one more (DPOP-09)', () => {
    const first = nonces().current(HERE);
    at(6_060);
    expect(nonces().current(HERE)).not.toBe(first);
    expect(nonces().findLife(HERE, first)).not.toBeNull();
    at(6_120);
    expect(nonces().findLife(HERE, first)).toBeNull();
  });

  it('say when they are good, the clocks of replicas included (DPOP-09, DPOP-10)', () => {
    const nonce = nonces().current(HERE);
    for (const now of [6_000, 6_059, 6_119]) {
      at(now);
      expect(nonces().findLife(HERE, nonce)).toEqual({ from: 5_940, until: 6_120 });
    }
  });

  it('may come from a server whose clock is a little ahead (DPOP-09)', () => {
    at(6_060);
    const ahead = nonces().current(HERE);
    at(6_059);
    expect(nonces().findLife(HERE, ahead)).not.toBeNull();
    at(5_999);
    expect(nonces().findLife(HERE, ahead)).toBeNull();
  });

  it('are not shared between the server and its resources (DPOP-09)', () =>
    expect(nonces().findLife('resource-server', nonces().current(HERE))).toBeNull());

  it.each([undefined, null, '', 7, {}, ['x'], 'x'.repeat(43), 'ü'.repeat(43)])(
    'are not %j',
    (value) => expect(nonces().findLife(HERE, value)).toBeNull(),
  );

  it('are not asked for unless the environment says so (DPOP-09)', () => {
    const key = new SecretKey('a-root-secret-of-32-characters-or-more');
    expect(new ProofNonces(loadEnvironment({}), key).areRequired).toBe(false);
    expect(nonces().areRequired).toBe(true);
  });
});
