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
    expect(nonces().accepts(HERE, nonce)).toBe(true);
    expect(nonces('another-root-secret-of-32-characters').accepts(HERE, nonce)).toBe(false);
  });

  it('change every minute, and are good for one more (DPOP-09)', () => {
    const first = nonces().current(HERE);
    at(6_060);
    expect(nonces().current(HERE)).not.toBe(first);
    expect(nonces().accepts(HERE, first)).toBe(true);
    at(6_120);
    expect(nonces().accepts(HERE, first)).toBe(false);
  });

  it('may come from a server whose clock is a little ahead (DPOP-09)', () => {
    at(6_060);
    const ahead = nonces().current(HERE);
    at(6_059);
    expect(nonces().accepts(HERE, ahead)).toBe(true);
    at(5_999);
    expect(nonces().accepts(HERE, ahead)).toBe(false);
  });

  it('are not shared between the server and its resources (DPOP-09)', () =>
    expect(nonces().accepts('resource-server', nonces().current(HERE))).toBe(false));

  it.each([undefined, null, '', 7, {}, ['x'], 'x'.repeat(43), 'ü'.repeat(43)])(
    'are not %j',
    (value) => expect(nonces().accepts(HERE, value)).toBe(false),
  );

  it('are not asked for unless the environment says so (DPOP-09)', () => {
    const key = new SecretKey('a-root-secret-of-32-characters-or-more');
    expect(new ProofNonces(loadEnvironment({}), key).areRequired).toBe(false);
    expect(nonces().areRequired).toBe(true);
  });
});
