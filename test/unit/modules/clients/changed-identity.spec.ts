import {
  changedIdentity,
  type Described,
} from '../../../../src/modules/clients/internal/changed-identity.js';

const KEY = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
const APP: Described = {
  name: 'Bakery Insights',
  logoUri: null,
  clientUri: null,
  tosUri: null,
  policyUri: null,
  tokenEndpointAuthMethod: 'private_key_jwt',
  jwks: { keys: [KEY] },
  jwksUri: null,
  redirectUris: ['https://app.example/callback', 'http://127.0.0.1:4000/callback'],
  grantTypes: ['authorization_code', 'refresh_token'],
};
const [HTTPS, LOOPBACK] = APP.redirectUris as [string, string];

describe('an app', () => {
  it.each<[string, Partial<Described>]>([
    ['says the same', {}],
    ['names its addresses in another order', { redirectUris: [LOOPBACK, HTTPS] }],
    [
      'listens on another port of the device',
      { redirectUris: [HTTPS, 'http://127.0.0.1:61234/callback'] },
    ],
    [
      'names its grant types in another order',
      { grantTypes: ['refresh_token', 'authorization_code'] },
    ],
    [
      'writes its key in another order',
      { jwks: { keys: [{ x: KEY.x, kty: 'OKP', crv: KEY.crv }] } },
    ],
  ])('stays who it is if it %s (CIMD-14, DCM-08)', (_, changes) => {
    expect(changedIdentity(APP, { ...APP, ...changes })).toEqual([]);
  });

  it.each<[keyof Described, Partial<Described>]>([
    ['name', { name: 'Bakery Outsights' }],
    ['logoUri', { logoUri: 'https://app.example/logo.png' }],
    ['tokenEndpointAuthMethod', { tokenEndpointAuthMethod: 'none' }],
    ['jwks', { jwks: { keys: [{ ...KEY, x: 'AAAA' }] } }],
    ['jwksUri', { jwksUri: 'https://app.example/keys' }],
    ['redirectUris', { redirectUris: [HTTPS] }],
    ['redirectUris', { redirectUris: [HTTPS, LOOPBACK, 'https://app.example/other'] }],
    ['redirectUris', { redirectUris: [HTTPS, 'http://localhost:4000/callback'] }],
    ['redirectUris', { redirectUris: [HTTPS, 'https://app.example:4000/callback'] }],
    ['grantTypes', { grantTypes: ['authorization_code'] }],
  ])('is another one with another %s: %j (CIMD-14, DCM-08)', (member, changes) => {
    expect(changedIdentity(APP, { ...APP, ...changes })).toEqual([member]);
  });
});
