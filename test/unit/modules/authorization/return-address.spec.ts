import { OAuthError } from '../../../../src/kernel/errors/oauth-error.js';
import type { Client } from '../../../../src/modules/clients/client.js';
import { ReturnAddress } from '../../../../src/modules/authorization/internal/requests/return-address.js';

const ISSUER = 'http://localhost:3000';

function addressOf(uri: string, state?: string): ReturnAddress {
  const client = { redirectUris: [uri] } as unknown as Client;
  const address = ReturnAddress.prove(client, uri, state, ISSUER);
  if (!address) throw new Error('not proven');
  return address;
}

describe('a return address', () => {
  it('exists only for a registered redirect URI (A1, A3)', () => {
    const client = { redirectUris: ['https://app.example/cb'] } as unknown as Client;
    expect(ReturnAddress.prove(client, 'https://app.example/cb/', 'x', ISSUER)).toBeNull();
  });

  it('keeps a registered query and appends to it (AUTH-07)', () => {
    const url = addressOf('https://app.example/cb?tenant=a%2Fb', 's t').withCode('c');
    expect(url).toBe(
      `https://app.example/cb?tenant=a%2Fb&code=c&state=s+t&iss=${encodeURIComponent(ISSUER)}`,
    );
  });

  it('carries error, state and iss exactly once (AUTH-08)', () => {
    const url = new URL(
      addressOf('https://app.example/cb', 'a&b=c').withError(
        new OAuthError('access_denied', 'No.'),
      ),
    );
    expect(Object.fromEntries(url.searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'No.',
      state: 'a&b=c',
      iss: ISSUER,
    });
    expect(url.hash).toBe('');
  });

  it('sends no state that was not sent', () => {
    expect(addressOf('https://app.example/cb').withCode('c')).not.toContain('state');
  });

  it('echoes a state of 1000 characters unchanged (AUTH-20)', () => {
    const state = 'aZ09-._~ /?%'.repeat(90);
    const url = new URL(addressOf('https://app.example/cb', state).withCode('c'));
    expect(url.searchParams.get('state')).toBe(state);
  });

  it.each([
    ['https://app.example/cb', 'app.example'],
    ['http://127.0.0.1:4000/cb', 'an app on this computer (127.0.0.1)'],
    [
      'cursor://anysphere.cursor-mcp/oauth/callback',
      'the app that opens cursor links on this device',
    ],
  ])('names the place of %s', (uri, label) => {
    expect(addressOf(uri).label).toBe(label);
  });
});
