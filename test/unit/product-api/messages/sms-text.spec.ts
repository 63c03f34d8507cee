import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import splitSmsLibrary from 'split-sms';
import {
  charactersOutsideGsm,
  measureSms,
  splitSms,
} from '../../../../src/product-api/messages/sms-text.js';

const BASIC = [
  ...'@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
];
const EXTENDED = [...'\f^{}\\[~]|€'];
const OTHER = [...'áíóúçÁÍÓÚ’“”…–ł漢字かЖ😀🎉𝒳'];

const textOf = (...characters: readonly string[]) =>
  fc
    .tuple(
      fc.array(fc.constantFrom(...characters), { maxLength: 30 }),
      fc.nat({ max: 340 }),
      fc.array(fc.constantFrom(...characters), { maxLength: 30 }),
    )
    .map(([before, count, after]) => [...before, 'x'.repeat(count), ...after].join(''));

const GSM_TEXT = textOf(...BASIC, ...EXTENDED);
const ANY_TEXT = fc.oneof(GSM_TEXT, textOf(...BASIC, ...EXTENDED, ...OTHER), textOf(...OTHER));

describe('the parts of a text message', () => {
  it.each([
    ['a'.repeat(160), 'gsm7', 160, 1],
    ['a'.repeat(161), 'gsm7', 161, 2],
    ['a'.repeat(306), 'gsm7', 306, 2],
    ['a'.repeat(307), 'gsm7', 307, 3],
    ['€'.repeat(80), 'gsm7', 160, 1],
    ['€'.repeat(81), 'gsm7', 162, 2],
    // An escape sequence does not fit into the last septet of a part, so three parts have 456 septets, not 459.
    ['€'.repeat(228), 'gsm7', 456, 3],
    ['€'.repeat(229), 'gsm7', 458, 4],
    ['ñÑüÜöäéÉèùìòàÇ¿¡', 'gsm7', 16, 1],
    ['á', 'ucs2', 1, 1],
    ['漢'.repeat(70), 'ucs2', 70, 1],
    ['漢'.repeat(71), 'ucs2', 71, 2],
    ['😀'.repeat(35), 'ucs2', 70, 1],
    ['😀'.repeat(36), 'ucs2', 72, 2],
    // Nor does a surrogate pair fit into the last unit.
    ['😀'.repeat(66), 'ucs2', 132, 2],
    ['😀'.repeat(67), 'ucs2', 134, 3],
    ['', 'gsm7', 0, 0],
  ])('%j is %s, %i units, %i parts', (text, encoding, charsCount, parts) => {
    expect(measureSms(text)).toEqual({ encoding, charsCount, parts });
  });

  it.each(['á', 'í', 'ó', 'ú', 'ç', 'Á', '…', '’', '\t', '`'])('%j needs UCS-2', (character) => {
    expect(charactersOutsideGsm(`hola ${character}`)).toEqual([character]);
  });

  it('are the text, cut between characters', () => {
    fc.assert(
      fc.property(ANY_TEXT, (text) => {
        const parts = splitSms(text);
        expect(parts.join('')).toBe(text);
        expect(parts).toHaveLength(measureSms(text).parts);
        for (const part of parts) expect(part).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });

  it('are as many as split-sms counts', () => {
    fc.assert(
      fc.property(ANY_TEXT, (text) => {
        fc.pre(text !== ''); // It counts one part of an empty text.
        const { encoding, parts } = measureSms(text);
        const theirs = splitSmsLibrary.split(text);
        expect([encoding, parts]).toEqual([
          theirs.characterSet === 'GSM' ? 'gsm7' : 'ucs2',
          theirs.parts.length,
        ]);
      }),
    );
  });

  it('are as many as sms-segments-calculator counts, where a character is one code point', () => {
    fc.assert(
      fc.property(ANY_TEXT, (text) => {
        fc.pre(text !== ''); // One segment, too.
        const { encoding, charsCount, parts } = measureSms(text);
        const theirs = new SegmentedMessage(text);
        expect([encoding, parts]).toEqual([
          theirs.encodingName === 'GSM-7' ? 'gsm7' : 'ucs2',
          theirs.segments.length,
        ]);
        // In UCS-2 it counts what a reader sees as one character.
        if (encoding === 'gsm7') expect(charsCount).toBe(theirs.numberOfCharacters);
      }),
    );
  });

  it('are fewer than it counts where it keeps a character of several code points in one part', () => {
    const family = '👨‍👩‍👧‍👦';
    const text = 'á'.repeat(62) + family + 'á'.repeat(61);
    expect(family).toHaveLength(11);
    expect(measureSms(text).parts).toBe(2);
    expect(new SegmentedMessage(text).segments).toHaveLength(3);
  });
});
