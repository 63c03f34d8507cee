import { OAuthError } from '../../../../src/kernel/errors/oauth-error.js';
import { readAppearance } from '../../../../src/modules/clients/internal/registration/appearance.js';

const nameOf = (client_name: unknown): string => readAppearance({ client_name }).name;

describe('the name of an app', () => {
  it.each([
    ['Claude Code (my-server)', 'Claude Code (my-server)'],
    ['  Padded  ', 'Padded'],
    [`Bank${' '.repeat(200)}evil.example`, 'Bank evil.example'],
    ['Ｆｕｌｌｗｉｄｔｈ', 'Fullwidth'],
    ['Café del Mar', 'Café del Mar'],
    ['Ωmega 通知 ☀️', 'Ωmega 通知 ☀️'],
    ["O'Hara & Söhne <b>", "O'Hara & Söhne <b>"],
    ['x'.repeat(60), 'x'.repeat(60)],
    ['🚀'.repeat(60), '🚀'.repeat(60)],
    ['', 'Unnamed app'],
    [undefined, 'Unnamed app'],
    [null, 'Unnamed app'],
  ])('may be %j, and is stored as %j', (given, stored) => {
    expect(nameOf(given)).toBe(stored);
  });

  it.each([
    ['a line break', 'a\nb'],
    ['a NUL', 'a\0b'],
    ['an escape', '\u001b[2J'],
    ['a C1 control', 'a\u0085b'],
    ['a right-to-left override', 'gro.live\u202Eknab'],
    ['an isolate', 'a\u2066b'],
    ['a right-to-left mark', 'a\u200Fb'],
    ['a zero-width space', 'Cla\u200Bude'],
    ['a zero-width joiner', 'Cla\u200Dude'],
    ['a soft hyphen', 'Cla\u00ADude'],
    ['a byte order mark', '\uFEFFClaude'],
    ['a Hangul filler', 'Cla\u3164ude'],
    ['a Braille blank', 'Cla\u2800ude'],
    ['a line separator', 'a\u2028b'],
    ['a tag character', 'a\u{E0041}b'],
    ['a private-use character', 'a\uE000b'],
    ['a lone surrogate', 'a\uD800b'],
    ['nothing but spaces', '   '],
    ['61 characters', 'x'.repeat(61)],
    ['ligatures that grow beyond 60', 'ﷺ'.repeat(10)],
    ['a number', 7],
    ['a list', ['x']],
  ])('must not have %s (C9)', (_, given) => {
    expect(() => nameOf(given)).toThrow(OAuthError);
  });
});
