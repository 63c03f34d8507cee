import { isMetadataUrl } from '../../../../src/modules/clients/internal/metadata-url.js';

describe('the URL of a metadata document (CIMD-01, C18)', () => {
  it.each([
    'https://app.example/client.json',
    'https://app.example/',
    'https://app.example/a?version=2',
    'https://APP.example/a',
    'https://app.example:443/a',
    'https://app.example:8443/a',
    'https://app.example/a..b/.well-known/x',
    'https://[2606:4700::1111]/a',
  ])('may be %s', (url) => {
    expect(isMetadataUrl(url)).toBe(true);
  });

  it.each([
    ['', 'nothing'],
    ['app_01', 'an id'],
    ['http://app.example/a', 'not https'],
    ['HTTPS://app.example/a', 'a scheme in capitals'],
    ['https://app.example', 'without a path'],
    ['https://app.example?x=/a', 'without a path, with a query'],
    ['https:/app.example/a', 'one slash'],
    ['https:///a', 'no host'],
    ['https://app.example/a#b', 'a fragment'],
    ['https://app.example/a#', 'an empty fragment'],
    ['https://user@app.example/a', 'user information'],
    ['https://user:pass@app.example/a', 'user information'],
    ['https://app.example/../a', 'dot segments'],
    ['https://app.example/a/..', 'dot segments'],
    ['https://app.example/./a', 'dot segments'],
    ['https://app.example/%2e%2E/a', 'encoded dot segments'],
    ['https://app.example/.%2e/a', 'half encoded dot segments'],
    ['https://app.example\\a', 'a backslash'],
    ['https://app.example/a b', 'a space'],
    ['https://app.example/a\n', 'a line break'],
    ['https://app.exämple/a', 'letters beyond ASCII'],
    ['https://app.example:99999/a', 'no such port'],
    [`https://app.example/${'a'.repeat(500)}`, 'too long'],
  ])('is not %j: %s', (url) => {
    expect(isMetadataUrl(url)).toBe(false);
  });
});
