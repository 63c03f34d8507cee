import { normaliseEmail, readableEmail } from '../../../../src/platform/mail/email-address.js';

const STORED = 'ana@xn--bcher-kva.example';

describe('an e-mail address', () => {
  it.each([
    'ana@bücher.example',
    ' Ana@BÜCHER.example ',
    'ana@bu\u0308cher.example',
    'ana@xn--bcher-kva.example',
    'ANA@XN--BCHER-KVA.EXAMPLE',
    'ana@ｂücher.example',
    'ana@bücher。example',
    'ana@bücher.example.',
  ])('is the same with its domain written as in %j', (given) => {
    expect(normaliseEmail(given)).toBe(STORED);
  });

  it.each([
    ['olivia@olivar.example', 'olivia@olivar.example'],
    ['jose\u0301@example.com', 'jos\u00E9@example.com'],
    ['JOS\u00C9@example.com', 'jos\u00E9@example.com'],
    ['ana@faß.example', 'ana@xn--fa-hia.example'],
    ['ana@пример.рф', 'ana@xn--e1afmkfd.xn--p1ai'],
    ['ana@localhost', 'ana@localhost'],
    ['a.b+c@mail_1.example', 'a.b+c@mail_1.example'],
  ])('%j is stored as %j', (given, stored) => {
    expect(normaliseEmail(given)).toBe(stored);
  });

  it.each([
    '',
    'ana',
    'ana@',
    '@example.com',
    'a@b@c',
    'a b@example.com',
    'ana@exam ple.com',
    'ana@example.com#.evil.example',
    'ana@example.com/evil.example',
    'ana@example.com?evil',
    'ana@example.com\\evil',
    'ana@ex%61mple.com',
    'ana@example.com:25',
    'ana@example..com',
    'ana@.example.com',
    'ana@-example.com',
    'ana@1.2.3',
    'ana@0x7f.1',
    'ana@[127.0.0.1]',
    'ana@[::1]',
    'ana@exam\u200Dple.com',
    `ana@${'x'.repeat(64)}.example`,
    `${'x'.repeat(250)}@example.com`,
    `ana@${'ü'.repeat(60)}.${'ü'.repeat(60)}.${'ü'.repeat(60)}.${'ü'.repeat(60)}.example`,
    'x'.repeat(100_000),
  ])('is not %j', (given) => {
    expect(normaliseEmail(given)).toBeNull();
  });

  it.each([
    [STORED, 'ana@bücher.example'],
    ['ana@example.com', 'ana@example.com'],
    ['ana@xn--a.example', 'ana@xn--a.example'],
    ['"><script>xn--', '"><script>xn--'],
    ['ana@evil.example/xn--bcher-kva', 'ana@evil.example/xn--bcher-kva'],
  ])('%j is shown as %j', (stored, shown) => {
    expect(readableEmail(stored)).toBe(shown);
  });
});
