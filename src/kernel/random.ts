import { randomFillSync } from 'node:crypto';

const pool = new Uint8Array(8_192);
let used = pool.length;

/**
 * Cryptographically random bytes, 8,192 at most. One call of the system fills a pool for many calls of this; what was
 * taken is erased there, so that no bytes are handed out twice or stay in memory.
 */
export function randomOctets(amount: number): Uint8Array {
  if (used + amount > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const taken = pool.slice(used, used + amount);
  pool.fill(0, used, used + amount);
  used += amount;
  return taken;
}
