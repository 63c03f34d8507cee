import { passwordFault } from '../../../../src/modules/accounts/internal/password-rules.js';
import { waitWords } from '../../../../src/modules/accounts/internal/wait-words.js';

const ABOUT = ['ana.ruiz@example.com', 'Ana María Ruiz'];

describe('a new password', () => {
  it('is not the address, in whichever letters its domain stands', () => {
    const about = ['ana@xn--bcher-kva.example', 'Ana'];
    expect(passwordFault('ana@b\u00FCcher.example', about)).toBe('personal');
    expect(passwordFault('ana@xn--bcher-kva.example', about)).toBe('personal');
  });

  it.each([
    'correct horse battery',
    'xk3 9fq1',
    'señora larga',
    'пароль для почты',
    '🐝🐝 honey jar',
    'a'.repeat(64) + 'b'.repeat(64),
    'é'.repeat(10) + 'x',
    '83749201',
    'anastasia climbs',
  ])('may be %j', (password) => {
    expect(passwordFault(password, ABOUT)).toBeNull();
  });

  it.each([
    ['1234567', 'too_short'],
    ['', 'too_short'],
    // Seven characters, however many code units.
    ['🐝🦋🐞🐜🐛🦗🕷', 'too_short'],
    // Eight code points as typed, seven in one form.
    ['man\u0303ana', 'too_short'],
    ['a1'.repeat(65), 'too_long'],
    ['🐝'.repeat(65), 'too_long'],
    // A short text that grows eighteenfold by normalisation.
    ['\ufdfa'.repeat(80), 'too_long'],
    ['p'.repeat(1_000_000), 'too_long'],
    ['correct\0horse', 'unusable'],
    ['correct\nhorse', 'unusable'],
    ['ana.ruiz@example.com', 'personal'],
    ['ANA.RUIZ@example.com', 'personal'],
    ['ana.ruiz2026!', 'personal'],
    ['anamaríaruiz', 'personal'],
    ['Password1', 'common'],
    ['P@ssw0rd123', 'common'],
    ['ｐａｓｓｗｏｒｄ', 'common'],
    ['Welcome2031!', 'common'],
    ['l3tm31n!!', 'common'],
    ['iloveyou', 'common'],
    ['aaaaaaaa', 'common'],
    ['abcabcabcabc', 'common'],
    ['abcdefghijkl', 'common'],
    ['98765432', 'common'],
    ['qwertyuiop', 'common'],
    ['connected apps', 'common'],
  ])('may not be %j: %s', (password, fault) => {
    expect(passwordFault(password, ABOUT)).toBe(fault);
  });

  it('needs to hold no mixture of kinds, and nothing about the person is guessed from nothing', () => {
    expect(passwordFault('justlowercase', ['1234@example.com', ''])).toBeNull();
    expect(passwordFault('83749201', ['1234@example.com', ''])).toBeNull();
  });
});

describe('a wait', () => {
  it.each([
    [1, '1 second'],
    [40, '40 seconds'],
    [90, '90 seconds'],
    [91, '2 minutes'],
    [300, '5 minutes'],
  ])('of %i is %s', (seconds, words) => expect(waitWords(seconds)).toBe(words));
});
