import { membersOf, readJsonObject, UnfitJson } from '../../../src/kernel/untrusted-json.js';

const MOST_BYTES = 65_536;

const faultOf = (source: string | Uint8Array): string => {
  try {
    readJsonObject(source, MOST_BYTES);
    return 'accepted';
  } catch (error) {
    if (error instanceof UnfitJson) return error.message;
    throw error;
  }
};
const nested = (levels: number, open = '[', close = ']'): string =>
  `{"a":${open.repeat(levels)}${close.repeat(levels)}}`;

describe('JSON from outside', () => {
  it('is read to the letter, whatever stands in its texts', () => {
    const value = {
      a: '[[[[[[[[[[[[[[{{{{{{{{{{,,,,',
      'b\\"': ['\\', '"', '\\"[', 'é\u2028'],
      c: null,
    };
    const text = JSON.stringify(value);
    expect(readJsonObject(text, MOST_BYTES)).toEqual(value);
    expect(readJsonObject(Buffer.from(text), MOST_BYTES)).toEqual(value);
  });

  it.each([
    ['a list', '[]'],
    ['a text', '"{}"'],
    ['null', 'null'],
    ['nothing', ''],
    ['half of it', '{"a":'],
    ['a text without an end', '{"a":"b\\'],
    ['more closed than opened', '{}]]]]]'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
  ])('is refused if it is %s', (_, source) => {
    expect(faultOf(source)).toBe('must be a JSON object in UTF-8');
  });

  it.each([
    ['lists', nested(12), nested(11)],
    [
      'objects',
      `${'{"a":'.repeat(13)}1${'}'.repeat(13)}`,
      `${'{"a":'.repeat(12)}1${'}'.repeat(12)}`,
    ],
    ['lists that are never closed', '{"a":' + '['.repeat(30_000), nested(11)],
    ['thousands of levels', nested(30_000), nested(1)],
  ])('is refused with %s in each other, before anything is built of it (E14)', (_, deep, fine) => {
    const parse = jest.spyOn(JSON, 'parse');
    expect(faultOf(deep)).toBe('must not be nested deeper than 12 levels');
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
    expect(faultOf(fine)).toBe('accepted');
  });

  it('has at most a thousand values', () => {
    const list = (length: number): string => JSON.stringify({ a: Array(length).fill(0) });
    expect(faultOf(list(1_000))).toBe('accepted');
    expect(faultOf(list(1_001))).toBe('must not have more than 1000 values');
  });

  it('has at most the bytes it may have', () => {
    expect(faultOf(JSON.stringify({ a: 'x'.repeat(MOST_BYTES - 8) }))).toBe('accepted');
    expect(faultOf(JSON.stringify({ a: 'x'.repeat(MOST_BYTES - 7) }))).toBe(
      'must not be longer than 65536 bytes',
    );
  });

  it('has its own members and no others', () => {
    const value = readJsonObject('{"__proto__":{"polluted":1},"a":1}', MOST_BYTES);
    expect(Object.keys(value).sort()).toEqual(['__proto__', 'a']);
    for (const name of ['polluted', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(name in value).toBe(false);
    }
    expect(Object.getPrototypeOf({})).not.toHaveProperty('polluted');
    expect(membersOf({ a: 1 })).toEqual({ a: 1 });
    for (const other of [null, undefined, 1, 'a', [1]]) expect(membersOf(other)).toBeNull();
  });
});
