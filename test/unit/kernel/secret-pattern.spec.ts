import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { hasSecretShape, mintSecret, type SecretKind } from '../../../src/kernel/secret.js';

const [, source = ''] = /```regex\n(.*)\n```/.exec(readFileSync('SECURITY.md', 'utf8')) ?? [];
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const KINDS: SecretKind[] = ['isoa', 'isor', 'isoc', 'iscs', 'isat', 'isds', 'isrg'];

/** The checksum as SECURITY.md describes it, on its own. */
const fits = (found: string): boolean =>
  [...found.slice(-6)].reduce((sum, digit) => sum * 62 + DIGITS.indexOf(digit), 0) ===
  crc32(found.slice(0, -6));

describe('the pattern for secret scanners in SECURITY.md (G12)', () => {
  const scan = (text: string) => text.match(new RegExp(source, 'g')) ?? [];

  it.each(KINDS)('finds every %s_ that is minted, and its checksum fits', (kind) => {
    for (let i = 0; i < 200; i++) {
      const { text } = mintSecret(kind);
      expect(scan(`{"token":"${text}"} ?code=${text}&x\n${text}`)).toEqual([text, text, text]);
      expect([fits(text), hasSecretShape(kind, text)]).toEqual([true, true]);
    }
  });

  it('finds nothing longer, shorter or otherwise named', () => {
    const { text } = mintSecret('isoa');
    const others = [`${text}0`, text.slice(0, -1), text.replace('isoa', 'isxx'), `x${text}`];
    expect(others.flatMap(scan)).toEqual([]);
  });

  it.each(KINDS)('has a checksum that a change of one character of %s_ breaks', (kind) => {
    const { text } = mintSecret(kind);
    for (let at = 5; at < text.length; at++) {
      const other = text[at] === 'x' ? 'y' : 'x';
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      expect([fits(changed), hasSecretShape(kind, changed)]).toEqual([false, false]);
    }
  });
});
