import fc from 'fast-check';
import { classifyRedirectUri } from '../../../../src/modules/clients/internal/registration/redirect-uri-kind.js';
import { matchRedirectUri } from '../../../../src/modules/clients/redirect-uri.js';

describe('a redirect URI to register', () => {
  it.each([
    ['https', 'https://app.example/callback'],
    ['https', 'https://app.example'],
    ['https', 'https://app.example:8443/callback?tenant=7'],
    ['https', 'https://App.Example/Callback'],
    ['https', 'https://xn--bcher-kva.example/cb'],
    ['https', 'https://[2001:db8::1]/cb'],
    ['https', 'https://localhost:8080/cb'],
    ['https', 'https://claude.ai/api/mcp/auth_callback'],
    ['https', 'https://vscode.dev/redirect'],
    ['https', 'https://app.example/a/.well-known/b..c/...'],
    ['loopback', 'http://127.0.0.1/'],
    ['loopback', 'http://127.0.0.1:33418/'],
    ['loopback', 'http://[::1]:1/cb'],
    ['loopback', 'http://localhost/callback'],
    ['loopback', 'http://localhost:8787'],
    ['private-use', 'com.example.app:/callback'],
    ['private-use', 'com.example.app://callback'],
    ['private-use', 'cursor://anysphere.cursor-mcp/oauth/callback'],
    ['private-use', 'vscode-insiders://x.y/cb'],
    ['private-use', 'claude://cb'],
    ['unlisted', 'myapp://callback'],
    ['unlisted', 'app+x:/callback'],
    ['unlisted', 'cursors://callback'],
  ])('is %s: %s (DCR-08, DCR-09)', (kind, uri) => {
    expect(classifyRedirectUri(uri)).toEqual({ kind });
  });

  it.each([
    '',
    '/callback',
    'app.example/callback',
    '//app.example/callback',
    'callback',
    'https:',
    'https:app.example',
    'https:/app.example/cb',
    'https:///cb',
    'https://',
    'https://?x',
    'https://:443/cb',
    'https://app.example:99999/cb',
    'https://app.example:/cb',
    'https://app.example/cb#fragment',
    'https://app.example/cb#',
    'https://*.example/cb',
    'https://app.example/*',
    'https://app.example/%zz',
    'https://app.example/%',
    'https://app.example/cb%0d%0aSet-Cookie:x',
    'https://app.example/a b',
    'https://app.example/\tcb',
    'https://app.example/cb\n',
    'https://app.example\\@evil.example/cb',
    'https://user@app.example/cb',
    'https://user:password@app.example/cb',
    'https://bücher.example/cb',
    'https://app.example/ünïcode',
    'https://2130706433/cb',
    'https://0x7f.1/cb',
    'https://127.1/cb',
    'https://app.example/../cb',
    'https://app.example/a/%2e%2e/cb',
    'https://app.example/.',
    'https://app.example/<script>',
    'https://app.example/"x"',
    'https://app.example/cb?code=1',
    'https://app.example/cb?a=b&st%61te=1',
    'https://app.example/cb?iss=https://evil.example',
    `https://app.example/${'x'.repeat(1_024)}`,
    'http://app.example/cb',
    'http://127.0.0.2/cb',
    'http://127a0b0c1/cb',
    'http://127.0.0.1.evil.example/cb',
    'http://localhost.evil.example/cb',
    'http://localhost./cb',
    'http://LOCALHOST/cb',
    'http://0.0.0.0/cb',
    'http://[::ffff:127.0.0.1]/cb',
    'http://127.0.0.1:0/cb',
    'http://127.0.0.1:65536/cb',
    'http://user@127.0.0.1/cb',
    'http:///cb',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'blob:https://app.example/1',
    'vbscript:x',
    'about:blank',
    'intent://app.example#Intent;end',
    'view-source:https://app.example',
    'cursor://user@host/cb',
    'com.example.app:/cb#fragment',
    'com.example.app:',
  ])('is refused: %j (DCR-08, A2, A14, C10)', (uri) => {
    expect(classifyRedirectUri(uri)).toEqual({ fault: expect.stringMatching(/^(has|is|uses) /) });
  });

  it('either is refused or survives a browser unchanged, and matches itself (A1)', () => {
    const scheme = fc.constantFrom('https://', 'http://', 'https:', 'cursor://', '');
    const text = fc.string({ maxLength: 30, unit: fc.constantFrom(...'aA1./:@?#%\\[]*-_=&; é\n') });
    fc.assert(
      fc.property(scheme, text, (start, rest) => {
        const uri = start + rest;
        const verdict = classifyRedirectUri(uri);
        if (!('kind' in verdict)) return;
        expect(matchRedirectUri({ redirectUris: [uri] }, uri)?.uri).toBe(uri);
        if (verdict.kind === 'https') {
          expect(uri.toLowerCase()).toContain(`//${new URL(uri).hostname}`);
          expect(new URL(uri).username).toBe('');
        }
      }),
      { numRuns: 5_000 },
    );
  });
});
