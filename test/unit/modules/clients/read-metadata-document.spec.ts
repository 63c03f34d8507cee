import { readMetadataDocument } from '../../../../src/modules/clients/internal/metadata-documents/read-metadata-document.js';

const url = 'https://app.example/client.json';
const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: '1' };
const document = {
  client_id: url,
  client_name: 'Example',
  redirect_uris: ['https://app.example/callback', 'http://127.0.0.1/callback'],
};

const read = (changes: Record<string, unknown> = {}) =>
  readMetadataDocument(url, { ...document, ...changes });

describe('a metadata document', () => {
  it('describes a public client unless it says otherwise (CIMD-07)', () => {
    expect(read()).toMatchObject({
      name: 'Example',
      applicationType: 'native',
      tokenEndpointAuthMethod: 'none',
      authMethodDefaulted: false,
      redirectUris: ['http://127.0.0.1/callback', 'https://app.example/callback'],
      grantTypes: ['authorization_code', 'refresh_token'],
      scope: null,
      jwks: null,
      jwksUri: null,
    });
  });

  it.each([
    ['another client_id', { client_id: 'https://app.example/other.json' }],
    ['the client_id in other words', { client_id: 'https://app.example:443/client.json' }],
    ['no client_id', { client_id: undefined }],
    ['no name', { client_name: undefined }],
    ['no redirect_uris', { redirect_uris: undefined }],
    ['a redirect URI over http', { redirect_uris: ['http://app.example/'] }],
    ['a dangerous redirect URI', { redirect_uris: ['javascript:alert(1)'] }],
    ['a secret', { client_secret: 'x' }],
    ['an expiry of a secret', { client_secret_expires_at: 0 }],
    ['a method with a secret', { token_endpoint_auth_method: 'client_secret_basic' }],
    ['a method of JWTs with a secret', { token_endpoint_auth_method: 'client_secret_jwt' }],
    [
      'a method with a secret beside others',
      {
        token_endpoint_auth_method: 'client_secret_post',
        token_endpoint_auth_methods_supported: ['none'],
      },
    ],
    ['a method we do not have', { token_endpoint_auth_method: 'tls_client_auth' }],
    ['a private key', { jwks: { keys: [{ ...key, d: 'd' }] } }],
    ['a symmetric key', { jwks: { keys: [{ kty: 'oct', k: 'k' }] } }],
    ['a key method without keys', { token_endpoint_auth_method: 'private_key_jwt' }],
    [
      'keys in two places',
      {
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [key] },
        jwks_uri: 'https://app.example/keys',
      },
    ],
    ['keys over http', { jwks_uri: 'http://app.example/keys' }],
    ['keys at a port', { jwks_uri: 'https://app.example:8443/keys' }],
    ['keys in a private network', { jwks_uri: 'https://10.0.0.7/keys' }],
    [
      'an exponent of 40 bits',
      { jwks: { keys: [{ kty: 'RSA', n: 'u'.repeat(342), e: 'AQAAAAE' }] } },
    ],
    ['two keys of one name', { jwks: { keys: [key, key] } }],
    ['only grant types we do not have', { grant_types: ['client_credentials'] }],
    ['an implicit response type', { response_types: ['token'] }],
    ['a name that hides its direction', { client_name: 'Claude\u202e' }],
  ])('is refused with %s (CIMD-03, CIMD-06, CIMD-10, C18)', (_, changes) => {
    expect(() => read(changes)).toThrow();
  });

  it.each([
    ['none', { token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'] }],
    ['private_key_jwt', { token_endpoint_auth_methods_supported: ['private_key_jwt'] }],
    [
      'private_key_jwt',
      {
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
      },
    ],
    [
      'none',
      {
        token_endpoint_auth_method: 'tls_client_auth',
        token_endpoint_auth_methods_supported: ['tls_client_auth', 'none'],
      },
    ],
  ])('comes to the method %s (CIMD-07, CIMD-08) %#', (method, changes) => {
    const keys = { jwks_uri: 'https://app.example/keys' };
    expect(read({ ...keys, ...changes }).tokenEndpointAuthMethod).toBe(method);
  });

  it('keeps the grant types we have of those it lists (CIMD-08)', () => {
    const grant_types = ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'];
    expect(read({ grant_types }).grantTypes).toEqual(['authorization_code']);
  });

  it('keeps the scopes that mean something here', () => {
    expect(read({ scope: 'segments:read offline_access claudeai sms:send' }).scope).toEqual([
      'segments:read',
      'offline_access',
    ]);
  });

  it('keeps keys for the method that needs them only', () => {
    expect(read({ jwks_uri: 'https://app.example/keys' }).jwksUri).toBeNull();
  });
});
