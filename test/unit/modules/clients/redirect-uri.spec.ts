import fc from 'fast-check';
import { matchRedirectUri } from '../../../../src/modules/clients/redirect-uri.js';
import { almost } from './almost-uris.js';

const match = (registered: string | string[], requested?: string) =>
  matchRedirectUri({ redirectUris: [registered].flat() }, requested);

const LOOPBACK_ORIGINS = ['http://127.0.0.1', 'http://[::1]', 'http://localhost'];

/** The rule in the other direction: lists every allowed form, and compares. */
function oracle(registered: string, requested: string): boolean {
  const origin = LOOPBACK_ORIGINS.find((start) => registered.startsWith(start));
  if (registered === requested || origin === undefined) return registered === requested;
  const path = registered.slice(origin.length).replace(/^:[0-9]+/, '');
  const withSlash = path.startsWith('/') ? path : `/${path}`;
  const withoutSlash = withSlash.slice(1);
  const mayLackSlash = withoutSlash === '' || withoutSlash.startsWith('?');
  const port = parseInt(requested.slice(origin.length + 1), 10);
  const origins = port >= 1 && port <= 65_535 ? [origin, `${origin}:${String(port)}`] : [origin];
  const forms = mayLackSlash ? [withSlash, withoutSlash] : [withSlash];
  return origins.some((start) => forms.some((form) => requested === start + form));
}

const REGISTERED = [
  'https://app.example/callback',
  'https://app.example/callback?x=1',
  'https://app.example:8443/Callback/',
  'http://127.0.0.1/callback',
  'http://127.0.0.1:3000/callback?y=2',
  'http://[::1]/callback',
  'http://localhost',
  'http://localhost/callback',
  'https://localhost/callback',
  'cursor://anysphere.cursor-mcp/oauth/callback',
  'com.example.app:/callback',
];

describe('a redirect URI', () => {
  it('matches itself, and its own text is where the answer goes (AUTH-05)', () => {
    for (const uri of REGISTERED) expect(match(uri, uri)?.uri).toBe(uri);
  });

  it.each(REGISTERED)(
    'is refused in every almost-equal form of %s (A1, A6, AUTH-05, AUTH-06)',
    (uri) => {
      for (const variant of almost(uri)) {
        const expected = oracle(uri, variant) ? variant : undefined;
        expect([variant, match(uri, variant)?.uri]).toEqual([variant, expected]);
      }
    },
  );

  it('was tried in at least 300 almost-equal forms, few of which are let through (A1)', () => {
    const variants = REGISTERED.flatMap((uri) => almost(uri).map((variant) => ({ uri, variant })));
    const accepted = variants.filter(({ uri, variant }) => match(uri, variant) !== null);
    expect(variants.length).toBeGreaterThan(300);
    expect(accepted.length).toBeLessThan(40);
    for (const { uri } of accepted) expect(uri).toMatch(/^http:/);
  });

  it('is never matched after any single edit of an https one (A1)', () => {
    const uri = 'https://app.example/callback?x=1';
    const edit = fc.tuple(fc.nat(uri.length), fc.nat(2), fc.string({ minLength: 1, maxLength: 3 }));
    fc.assert(
      fc.property(edit, ([at, removed, added]) => {
        const edited = uri.slice(0, at) + added + uri.slice(at + removed);
        fc.pre(edited !== uri);
        expect(match(uri, edited)).toBeNull();
      }),
    );
  });

  it('agrees with the oracle on any edit of a loopback one (A6)', () => {
    const uri = 'http://127.0.0.1:3000/callback?x=1';
    const text = fc.string({ maxLength: 4, unit: fc.constantFrom(...'0129:/?@#.[]\\\n lo') });
    fc.assert(
      fc.property(fc.nat(uri.length), fc.nat(6), text, (at, removed, added) => {
        const edited = uri.slice(0, at) + added + uri.slice(at + removed);
        expect(match(uri, edited) !== null).toBe(oracle(uri, edited));
      }),
      { numRuns: 2_000 },
    );
  });

  it('on a loopback host matches with any port or none (AUTH-06)', () => {
    for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
      for (const registered of [`http://${host}/cb`, `http://${host}:3000/cb`]) {
        for (const port of ['', ':1', ':80', ':3000', ':54321', ':65535']) {
          const requested = `http://${host}${port}/cb`;
          expect(match(registered, requested)).toEqual({
            uri: requested,
            installation: `http://${host}/cb`,
          });
        }
      }
    }
  });

  it('with an empty path is the one with a slash on a loopback host only (VS Code)', () => {
    expect(match('http://127.0.0.1:33418', 'http://127.0.0.1:9/')).toEqual({
      uri: 'http://127.0.0.1:9/',
      installation: 'http://127.0.0.1/',
    });
    expect(match('http://localhost/', 'http://localhost:9')?.uri).toBe('http://localhost:9');
    expect(match('http://localhost/?a', 'http://localhost:9?a')?.uri).toBe('http://localhost:9?a');
    expect(match('https://app.example', 'https://app.example/')).toBeNull();
  });

  it('may be absent if exactly one is registered (AUTH-04)', () => {
    expect(match('https://a.example/cb')).toEqual({
      uri: 'https://a.example/cb',
      installation: 'https://a.example/cb',
    });
    expect(match(['https://a.example/cb', 'https://a.example/other'])).toBeNull();
    expect(match([])).toBeNull();
    expect(match([], 'https://a.example/cb')).toBeNull();
  });

  it('is the same installation on every port, and another at another address', () => {
    const installations = [
      match('http://127.0.0.1:1/cb', 'http://127.0.0.1:2/cb'),
      match('http://127.0.0.1/cb', 'http://127.0.0.1:3/cb'),
      match(['https://a.example', 'http://127.0.0.1:7/cb'], 'http://127.0.0.1/cb'),
    ].map((matched) => matched?.installation);
    expect(new Set(installations)).toEqual(new Set(['http://127.0.0.1/cb']));
    expect(match('https://a.example:8443/cb', 'https://a.example:8443/cb')?.installation).toBe(
      'https://a.example:8443/cb',
    );
  });
});
