import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { fromWireId, newId, toWireId } from '../../../src/kernel/ids.js';
import { randomOctets } from '../../../src/kernel/random.js';
import { hasSecretShape, mintSecret, secretFrom } from '../../../src/kernel/secret.js';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';

/** The definition, digit by digit. */
function inDigits(digits: string, length: number, value: bigint): string {
  const base = BigInt(digits.length);
  let text = '';
  for (let i = 0; i < length; i++, value /= base) text = digits[Number(value % base)] + text;
  return text;
}

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

/** Random bytes, and those with long runs of one value, where a carry goes far. */
const octets = (amount: number) =>
  fc.oneof(
    fc.uint8Array({ minLength: amount, maxLength: amount }),
    fc.array(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), { minLength: amount, maxLength: amount }),
  );

describe('secrets', () => {
  it('are 43 base62 digits of 256 bits and six of the checksum, with their zeros', () => {
    fc.assert(
      fc.property(octets(32), (bytes) => {
        const body = `isoa_${inDigits(BASE62, 43, numberOf(Uint8Array.from(bytes)))}`;
        const expected = body + inDigits(BASE62, 6, BigInt(crc32(body)));
        expect(secretFrom('isoa', Buffer.from(bytes)).text).toBe(expected);
        expect(hasSecretShape('isoa', expected)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([0x00, 0xff])('of 32 bytes 0x%i', (value) => {
    const bytes = Buffer.alloc(32, value);
    expect(secretFrom('isor', bytes).text.slice(5, 48)).toBe(inDigits(BASE62, 43, numberOf(bytes)));
  });

  it('differ, over many pools of random bytes', () => {
    const minted = Array.from({ length: 2_000 }, () => mintSecret('isat').text);
    expect(new Set(minted).size).toBe(minted.length);
  });
});

describe('wire ids', () => {
  const uuids = octets(16).map((bytes) =>
    Buffer.from(bytes)
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  );

  it('are 26 base32 digits of the UUID, and lead back to it', () => {
    fc.assert(
      fc.property(uuids, (uuid) => {
        const expected = `prj_${inDigits(BASE32, 26, BigInt(`0x${uuid.replaceAll('-', '')}`))}`;
        expect(toWireId('prj', uuid)).toBe(expected);
        expect(toWireId('prj', uuid.toUpperCase())).toBe(expected);
        expect(fromWireId('prj', expected)).toBe(uuid);
      }),
      { numRuns: 2_000 },
    );
  });

  it('have no other spelling', () => {
    const id = toWireId('prj', newId());
    const others = [id.toUpperCase(), `${id}0`, id.slice(0, -1), id.replace('prj', 'seg'), ''];
    const letters = ['i', 'l', 'o', 'u', 'ü'].map((letter) => id.slice(0, -1) + letter);
    const beyond = `prj_8${id.slice(5)}`;
    for (const other of [...others, ...letters, beyond])
      expect(fromWireId('prj', other)).toBeNull();
  });

  it('are made of nothing but a UUID', () => {
    expect(() => toWireId('prj', 'prj_not-a-uuid')).toThrow(SyntaxError);
  });
});

describe('ids', () => {
  afterEach(() => jest.restoreAllMocks());

  it('are UUIDs version 7 of now (RFC 9562 §5.7)', () => {
    const before = Date.now();
    const id = newId();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const at = parseInt(id.replaceAll('-', '').slice(0, 12), 16);
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
  });

  it('rise, within a millisecond and when the clock is set back', () => {
    const clock = jest.spyOn(Date, 'now');
    const now = 2_000_000_000_000;
    const ids = [now, now, now - 5_000, now, now + 1].flatMap((time) => {
      clock.mockReturnValue(time);
      return Array.from({ length: 500 }, newId);
    });
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
  });
});

describe('random octets', () => {
  it('are as many as asked for, a copy of their own, and no two alike', () => {
    const taken = Array.from({ length: 1_500 }, (_, i) => randomOctets(16 + (i % 17)));
    expect(taken.map(({ length }) => length)).toEqual(taken.map((_, i) => 16 + (i % 17)));
    expect(new Set(taken.map(({ buffer }) => buffer)).size).toBe(taken.length);
    const texts = taken.map((octet) => Buffer.from(octet.subarray(0, 16)).toString('hex'));
    expect(new Set(texts).size).toBe(texts.length);
  });
});
