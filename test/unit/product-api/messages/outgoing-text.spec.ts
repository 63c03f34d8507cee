import fc from 'fast-check';
import type { ProblemError } from '../../../../src/kernel/errors/problem-error.js';
import {
  outgoingText,
  requireOutgoingText,
} from '../../../../src/product-api/messages/outgoing-text.js';
import { measureSms } from '../../../../src/product-api/messages/sms-text.js';
import { transliterate } from '../../../../src/product-api/messages/transliterate.js';

describe('a text that goes out', () => {
  it.each([
    ['dadáó', 'dadao'],
    ['Mañana, señor Núñez: ¿qué más?', 'Mañana, señor Nuñez: ¿qué mas?'],
    ['man\u0303ana', 'mañana'],
    ['“Hola” – l’été…', '"Hola" - l\'été...'],
    ['façade œuvre Łódź', 'facade oeuvre Lodz'],
    ['1º y 2ª', '1o y 2a'],
    ['½ l·l', '1/2 l.l'],
    ['a\u00A0b\u200Bc', 'a bc'],
    ['5 € {x}', '5 € {x}'],
  ])('%j is written %j in GSM-7', (text, written) => {
    expect(outgoingText(text, false)).toEqual({ text: written, ...measureSms(written) });
    expect(measureSms(written).encoding).toBe('gsm7');
  });

  it('is left alone where Unicode is allowed', () => {
    const text = 'dadáó 😀';
    expect(outgoingText(text, true)).toMatchObject({ text, encoding: 'ucs2', parts: 1 });
  });

  it('is refused with the characters that nothing in GSM-7 resembles, each once', () => {
    expect(outgoingText('á 😀 漢 😀 ❤️', false)).toEqual({
      code: 'characters',
      message: 'holds characters that need allowUnicode: 😀 漢 ❤',
    });
  });

  it('is refused if nothing is visible of it, or if it has more than ten parts', () => {
    expect(outgoingText(' \u200B\n', false)).toMatchObject({ code: 'empty' });
    expect(outgoingText('a'.repeat(1_530), false)).toMatchObject({ parts: 10 });
    expect(outgoingText('a'.repeat(1_531), false)).toMatchObject({ code: 'parts' });
    expect(outgoingText('á'.repeat(671), true)).toMatchObject({ code: 'parts' });
  });

  it('is refused as a member of the request', () => {
    const refuse = (): ProblemError => {
      try {
        throw new Error(requireOutgoingText('漢', false).text);
      } catch (error) {
        return error as ProblemError;
      }
    };
    expect(refuse()).toMatchObject({
      code: 'unprocessable',
      options: { errors: [{ pointer: '/text', code: 'characters' }] },
    });
  });

  it('is the same when it is transliterated again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(transliterate(transliterate(text))).toBe(transliterate(text));
      }),
    );
  });
});
