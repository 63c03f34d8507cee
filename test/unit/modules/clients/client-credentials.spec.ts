import fc from 'fast-check';
import { OAuthError } from '../../../../src/kernel/errors/oauth-error.js';
import {
  readClientCredentials,
  type CredentialSources,
} from '../../../../src/modules/clients/internal/client-credentials.js';
import { StrictForm } from '../../../../src/platform/http/strict-form.js';

const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

const read = ({ body = '', ...rest }: { body?: string } & Partial<CredentialSources>) =>
  readClientCredentials({
    authorization: [],
    query: StrictForm.EMPTY,
    form: StrictForm.parse(body),
    ...rest,
  });

function errorOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof OAuthError) return error.code;
    throw error;
  }
  return 'none';
}

describe('client credentials', () => {
  it('are read from the body, from a Basic header, or are a bare client_id (CA-01)', () => {
    expect(read({ body: 'client_id=a' })).toEqual({ method: 'none', clientId: 'a' });
    expect(read({ body: 'client_id=a&client_secret=s' })).toEqual({
      method: 'client_secret_post',
      clientId: 'a',
      secret: 's',
    });
    expect(read({ authorization: [basic('a', 's')] })).toEqual({
      method: 'client_secret_basic',
      clientId: 'a',
      secret: 's',
    });
  });

  it('are form-decoded after the split at the first colon (CA-02)', () => {
    const { clientId, secret } = read({ authorization: [basic('a%3Ab+c', 'x:y%2Bz%25')] });
    expect([clientId, secret]).toEqual(['a:b c', 'x:y+z%']);
  });

  it('survive any id and secret, encoded as the standard says (CA-02)', () => {
    const encode = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, (id, secret) => {
        const credentials = read({ authorization: [basic(encode(id), encode(secret))] });
        expect(credentials).toMatchObject({ clientId: id, secret });
      }),
    );
  });

  it('may repeat the client_id of the header in the body (CA-03)', () => {
    const authorization = [basic('a', 's')];
    expect(read({ authorization, body: 'client_id=a' }).clientId).toBe('a');
    expect(errorOf(() => read({ authorization, body: 'client_id=b' }))).toBe('invalid_client');
  });

  it.each([
    ['Basic and a body secret', { authorization: [basic('a', 's')], body: 'client_secret=s' }],
    ['two headers', { authorization: [basic('a', 's'), basic('a', 's')] }],
    ['Basic and an assertion', { authorization: [basic('a', 's')], body: 'client_assertion=x' }],
    ['a secret and an assertion', { body: 'client_id=a&client_secret=s&client_assertion=x' }],
    ['a secret in the URL', { query: StrictForm.parse('client_secret=s'), body: 'client_id=a' }],
    [
      'an encoded secret in the URL',
      { query: StrictForm.parse('client%5Fsecret=s'), body: 'client_id=a' },
    ],
    ['no client at all', {}],
    ['an empty client_id', { body: 'client_id=' }],
    ['client_id in the URL only', { query: StrictForm.parse('client_id=a') }],
  ])('are an invalid request with %s (CA-03, B11)', (_, sources) => {
    expect(errorOf(() => read(sources))).toBe('invalid_request');
  });

  it.each([
    'Bearer abc',
    'Bearer',
    'Basic',
    'Basic ',
    'Basic !!',
    'Basic YQ',
    `Basic ${Buffer.from('a:').toString('base64')}`,
    `Basic ${Buffer.from(':s').toString('base64')}`,
    basic('a', '%zz'),
    basic('a', '%ff'),
    `Basic ${'A'.repeat(16_000)}`,
    'Digest username="a"',
    'Basic ñ',
  ])('are refused, never a crash, with the header %.30s (B15)', (header) => {
    expect(errorOf(() => read({ authorization: [header] }))).toBe('invalid_client');
  });

  it('are refused with an assertion alone, which is not offered', () => {
    expect(errorOf(() => read({ body: 'client_id=a&client_assertion=x' }))).toBe('invalid_client');
  });

  it('never crash on any header (B15)', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(errorOf(() => read({ authorization: [header] }))).toMatch(/^(invalid_client|none)$/);
      }),
    );
  });
});
