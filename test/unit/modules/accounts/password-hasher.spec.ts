import { PasswordHasher } from '../../../../src/modules/accounts/internal/password-hasher.js';

const argon2 = jest.requireActual<typeof import('@node-rs/argon2')>('@node-rs/argon2');
const verify = jest.fn(argon2.verify);
jest.mock('@node-rs/argon2', () => ({
  ...jest.requireActual<object>('@node-rs/argon2'),
  verify: (...given: Parameters<typeof argon2.verify>) => verify(...given),
}));

const parameters = (hash: unknown): string => String(hash).split('$').slice(0, 4).join('$');

describe('passwords', () => {
  const hasher = new PasswordHasher();
  beforeEach(() => verify.mockClear());

  it('are kept as argon2id of 19 MiB and two passes', async () => {
    const hash = await hasher.hash('correct horse');
    expect(parameters(hash)).toBe('$argon2id$v=19$m=19456,t=2,p=1');
    expect(await hasher.verify(hash, 'correct horse')).toBe(true);
    expect(await hasher.verify(hash, 'correct house')).toBe(false);
  });

  it('cost the same to check for somebody who does not exist (D6)', async () => {
    const hash = await hasher.hash('correct horse');
    await hasher.verify(hash, 'wrong horse');
    expect(await hasher.verify(null, 'wrong horse')).toBe(false);
    const [known, unknown] = verify.mock.calls.map(([given]) => parameters(given));
    expect(unknown).toBe(known);
  });

  it('are refused by length before any work (D7)', async () => {
    await expect(hasher.verify(null, 'p'.repeat(257))).rejects.toMatchObject({ status: 400 });
    await expect(hasher.hash('é'.repeat(129))).rejects.toMatchObject({ status: 400 });
    await expect(hasher.hash('shorty1')).rejects.toMatchObject({ status: 400 });
    expect(verify).not.toHaveBeenCalled();
  });

  it('are told apart beyond 72 bytes, where bcrypt stops looking (D7)', async () => {
    const hash = await hasher.hash(`${'p'.repeat(72)}a`);
    expect(await hasher.verify(hash, `${'p'.repeat(72)}b`)).toBe(false);
  });

  it('are the same however a keyboard composes their letters, in old form and new (NFKC)', async () => {
    const hash = await hasher.hash('contrase\u00f1a larga');
    expect(await hasher.verify(hash, 'contrasen\u0303a larga')).toBe(true);
    expect(await hasher.verify(await hasher.hash('ﬁne\u00a0words'), 'fine words')).toBe(true);
    expect(await hasher.verify(hash, 'contrasena larga')).toBe(false);
  });

  it('are compared to their very end, a NUL in the middle included', async () => {
    const hash = await hasher.hash('correct horse');
    expect(await hasher.verify(hash, 'correct horse\0')).toBe(false);
    expect(await hasher.verify(hash, 'correct\0horse')).toBe(false);
  });
});
