import { readPortalApp } from '../../../../src/modules/clients/internal/registration/read-portal-app.js';

const SERVICE = {
  client_name: 'Nightly Sync',
  scope: 'project:read sms:send',
  grant_types: ['client_credentials'],
};
const FOR_PEOPLE = {
  client_name: 'Console',
  scope: 'project:read openid',
  redirect_uris: ['https://console.example/callback'],
};
const KEY = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };

const read = (document: Record<string, unknown>) => readPortalApp(document);

describe('what an organisation says of its own app', () => {
  it('may be that it is a service: nowhere to come back to, and any scope', () => {
    expect(read(SERVICE)).toMatchObject({
      tokenEndpointAuthMethod: 'client_secret_basic',
      authMethodDefaulted: false,
      redirectUris: [],
      grantTypes: ['client_credentials'],
      scope: ['project:read', 'sms:send'],
    });
  });

  it('may be that it is for people, by default', () => {
    expect(read({ ...FOR_PEOPLE, token_endpoint_auth_method: 'none' })).toMatchObject({
      applicationType: 'web',
      grantTypes: ['authorization_code', 'refresh_token'],
      tokenEndpointAuthMethod: 'none',
    });
  });

  it('may be both, and with a key', () => {
    const both = [...SERVICE.grant_types, 'authorization_code'];
    const keys = { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [KEY] } };
    expect(read({ ...FOR_PEOPLE, ...keys, grant_types: both })).toMatchObject({
      grantTypes: ['authorization_code', 'client_credentials'],
      jwks: { keys: [KEY] },
    });
  });

  it.each([
    ['an unknown scope', { ...SERVICE, scope: 'everything' }, /^scope must be/],
    ['no scope', { ...SERVICE, scope: undefined }, /^scope must be/],
    ['a secretless service', { ...SERVICE, token_endpoint_auth_method: 'none' }, /secret or a key/],
    [
      'a key without a place',
      { ...SERVICE, token_endpoint_auth_method: 'private_key_jwt' },
      /jwks/,
    ],
    ['a way back for a service', { ...SERVICE, redirect_uris: ['https://a.example/'] }, /are for/],
    ['no way back for people', { ...FOR_PEOPLE, redirect_uris: undefined }, /^redirect_uris must/],
    ['terms at no place', { ...FOR_PEOPLE, tos_uri: 'http://localhost/tos' }, /^tos_uri must be/],
    ['a dangerous way back', { ...FOR_PEOPLE, redirect_uris: ['javascript:alert(1)'] }, /\[0\]/],
    ['a forbidden grant type', { ...SERVICE, grant_types: ['password'] }, /^grant_types must/],
    [
      'one that is not ours',
      { ...SERVICE, grant_types: ['client_credentials', 'urn:x'] },
      /^grant_types must/,
    ],
    ['none at all', { ...SERVICE, grant_types: [] }, /^grant_types must/],
    [
      'a refresh of nothing',
      { ...SERVICE, grant_types: ['refresh_token'] },
      /^grant_types must contain authorization_code/,
    ],
    ['an unknown method', { ...SERVICE, token_endpoint_auth_method: 'mtls' }, /^token_endpoint/],
    ['a hidden letter in its name', { ...SERVICE, client_name: 'Sync\u200b' }, /^client_name has/],
  ])('is refused for %s, and says what to mend', (_what, document, sentence) => {
    expect(() => read(document)).toThrow(sentence);
  });
});
