import { isTargetUri } from '../../../../src/platform/dpop/target-uri.js';

const ISSUER = 'https://auth.example';
const fits = (htu: string, target = '/oauth/token', issuer = ISSUER): boolean =>
  isTargetUri(htu, issuer, target);

describe('the target URI of a proof', () => {
  it.each([
    ['https://auth.example/oauth/token'],
    ['https://auth.example/oauth/token?a=b&c'],
    ['https://auth.example/oauth/token#top'],
    ['https://auth.example:443/oauth/token'],
    ['https://auth.example:/oauth/token'],
    ['HTTPS://AUTH.Example/oauth/token'],
    ['https://auth.example/%6Fauth/tok%65n'],
    ['https://auth.example/x/../oauth/./token'],
  ])('is the one of the request: %s (DPOP-02)', (htu) => expect(fits(htu)).toBe(true));

  it.each([
    ['http://auth.example/oauth/token'],
    ['https://auth.example:8443/oauth/token'],
    ['https://auth.example.evil.example/oauth/token'],
    ['https://auth.example./oauth/token'],
    ['https://evil.example/oauth/token'],
    ['https://evil.example/https://auth.example/oauth/token'],
    ['https://auth.example@evil.example/oauth/token'],
    ['https://user@auth.example/oauth/token'],
    ['https://a:b@auth.example/oauth/token'],
    ['https://auth.example/oauth/token/'],
    ['https://auth.example//oauth/token'],
    ['https://auth.example/oauth%2Ftoken'],
    ['https://auth.example/oauth/Token'],
    ['https://auth.example/oauth'],
    ['https://auth.example'],
    ['https:\\\\auth.example\\oauth\\token'],
    ['https://auth.example/oauth/tok\ten'],
    ['https://auth.example/oauth/token '],
    [' https://auth.example/oauth/token'],
    ['https:auth.example/oauth/token'],
    ['https:/auth.example/oauth/token'],
    ['//auth.example/oauth/token'],
    ['/oauth/token'],
    ['https://ａuth.example/oauth/token'],
    ['wss://auth.example/oauth/token'],
    ['javascript://auth.example/oauth/token'],
    [''],
  ])('is not %j (DPOP-02)', (htu) => expect(fits(htu)).toBe(false));

  it.each([
    ['https://xn--bcher-kva.example/v1/', '/v1/', 'https://xn--bcher-kva.example', true],
    ['https://bücher.example/v1/', '/v1/', 'https://xn--bcher-kva.example', false],
    ['http://localhost:3000/v1/', '/v1/?a=%zz', 'http://localhost:3000', true],
    ['http://localhost:3000/v1/', '/v1', 'http://localhost:3000', false],
    ['http://127.0.0.1:3000/v1/', '/v1/', 'http://localhost:3000', false],
    ['http://[::1]:3000/v1/', '/v1/', 'http://[::1]:3000', true],
    ['http://localhost:3000/', '', 'http://localhost:3000', true],
    ['http://evil.example/x', '//evil.example/x', 'http://localhost:3000', false],
    ['http://evil.example/x', '@evil.example/x', 'http://localhost', false],
    ['http://localhost:3000/a%22b', '/a%22b', 'http://localhost:3000', true],
    ['http://localhost:3000/a%e2%82%acb', '/a%E2%82%ACb', 'http://localhost:3000', true],
    ['http://localhost:3000/ab', '/a"b', 'http://localhost:3000', false],
  ])('%s for %s at %s: %s (DPOP-02)', (htu, target, issuer, expected) =>
    expect(fits(htu, target, issuer)).toBe(expected),
  );
});
