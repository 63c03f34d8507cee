import { OAuthError } from '../../../../src/kernel/errors/oauth-error.js';
import { ScopeSet } from '../../../../src/kernel/scope-set.js';
import { StrictForm } from '../../../../src/platform/http/strict-form.js';
import type { Client } from '../../../../src/modules/clients/client.js';
import { checkStageTwo } from '../../../../src/modules/authorization/internal/authorize/request-checks.js';

const API = 'http://localhost:3000/v1';
const MCP = 'http://localhost:3000/mcp';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const client = (members: Partial<Client> = {}): Client =>
  ({
    origin: 'dynamic',
    grantTypes: ['authorization_code', 'refresh_token'],
    scope: null,
    ...members,
  }) as Client;

const query = (changes: Record<string, string | undefined>): string =>
  new URLSearchParams(
    Object.entries({
      response_type: 'code',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
      scope: 'segments:read',
      ...changes,
    }).filter((pair): pair is [string, string] => pair[1] !== undefined),
  ).toString();

const read = (text: string, subject = client()) =>
  checkStageTwo({
    form: StrictForm.parseLoosely(text),
    client: subject,
    isPushed: false,
    resources: [API, MCP],
  });

const refusal = (text: string, subject = client()): string => {
  try {
    read(text, subject);
  } catch (error) {
    if (error instanceof OAuthError) return error.code;
    throw error;
  }
  return 'accepted';
};

describe('the authorization request', () => {
  it('is accepted with S256 and known scopes', () => {
    const request = read(query({ scope: 'segments:read offline_access' }));
    expect(request.scopes.toString()).toBe('segments:read offline_access');
    expect(request.resource).toBe(API);
    expect(request.codeChallenge).toBe(CHALLENGE);
  });

  it.each([
    ['no response_type (AUTH-09)', { response_type: undefined }, 'invalid_request'],
    ['token (AUTH-09, A10)', { response_type: 'token' }, 'unsupported_response_type'],
    ['code token (AUTH-09)', { response_type: 'code token' }, 'unsupported_response_type'],
    ['id_token (AUTH-09)', { response_type: 'id_token' }, 'unsupported_response_type'],
    ['no challenge (AUTH-10, A8)', { code_challenge: undefined }, 'invalid_request'],
    ['short challenge (AUTH-10)', { code_challenge: CHALLENGE.slice(1) }, 'invalid_request'],
    ['padded challenge (AUTH-10)', { code_challenge: `${CHALLENGE}=` }, 'invalid_request'],
    ['no method (AUTH-11)', { code_challenge_method: undefined }, 'invalid_request'],
    ['plain (AUTH-11)', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['s256 (AUTH-11)', { code_challenge_method: 's256' }, 'invalid_request'],
    ['unknown scope (AUTH-13)', { scope: 'segments:read nonsense' }, 'invalid_scope'],
    ['illegal scope characters (AUTH-13)', { scope: 'segments:read "' }, 'invalid_scope'],
    ['two spaces (AUTH-13)', { scope: 'segments:read  project:read' }, 'invalid_scope'],
    ['a nonce of 513 characters', { nonce: 'n'.repeat(513) }, 'invalid_request'],
    ['a nonce with a line break', { nonce: 'a\nb' }, 'invalid_request'],
    ['a dpop_jkt of 42 characters (RFC 9449 §10)', { dpop_jkt: 'x'.repeat(42) }, 'invalid_request'],
    ['a padded dpop_jkt (RFC 9449 §10)', { dpop_jkt: `${'x'.repeat(42)}=` }, 'invalid_request'],
    ['request object (AUTH-17, A17)', { request: 'e30.e30.' }, 'request_not_supported'],
    [
      'request_uri (AUTH-17, A17)',
      { request_uri: 'http://169.254.169.254/' },
      'request_uri_not_supported',
    ],
    ['foreign resource (RES-02)', { resource: 'https://other.example/v1' }, 'invalid_target'],
    ['relative resource (RES-01)', { resource: '/v1' }, 'invalid_target'],
    ['resource with fragment (RES-01)', { resource: `${API}#x` }, 'invalid_target'],
  ])('refuses %s', (_, changes, code) => {
    expect(refusal(query(changes))).toBe(code);
  });

  it.each(['response_type', 'scope', 'code_challenge', 'code_challenge_method', 'anything'])(
    'refuses a repeated %s (AUTH-12, A7)',
    (name) => {
      expect(refusal(`${query({ anything: 'x' })}&${name}=y`)).toBe('invalid_request');
    },
  );

  it('keeps nonce and dpop_jkt as they came, or says that there are none', () => {
    const nonce = `n-0S6 "<>%&+~${'x'.repeat(499)}`;
    expect(read(query({ nonce, dpop_jkt: CHALLENGE }))).toMatchObject({
      nonce,
      dpopJkt: CHALLENGE,
    });
    expect(read(query({}))).toMatchObject({ nonce: null, dpopJkt: null });
  });

  it('takes an empty parameter for an absent one and ignores unknown ones (AUTH-12)', () => {
    const request = read(`${query({ nonsense: '1' })}&resource=&request=`);
    expect(request.resource).toBe(API);
  });

  it('knows the resource with another case, or a trailing slash, or twice (RES-06)', () => {
    const twice = `${query({ resource: 'HTTP://LOCALHOST:3000/v1/' })}&resource=${encodeURIComponent(API)}`;
    expect(read(twice).resource).toBe(API);
  });

  it('refuses two different resources (RES-03)', () => {
    for (const other of ['https://x.example/', MCP]) {
      const two = `${query({ resource: API })}&resource=${encodeURIComponent(other)}`;
      expect(refusal(two)).toBe('invalid_target');
    }
  });

  it('without scope takes what was registered, or else the default', () => {
    const scope = new ScopeSet(['segments:read', 'audience:read']);
    expect(read(query({ scope: undefined }), client({ scope })).scopes.toString()).toBe(
      'segments:read audience:read',
    );
    expect(read(query({ scope: undefined })).scopes.toString()).toBe('project:read');
  });

  it('limits a portal app to what it declared, a dynamic one not', () => {
    const scope = new ScopeSet(['segments:read']);
    const asked = query({ scope: 'segments:read audience:read' });
    expect(read(asked, client({ origin: 'portal', scope })).scopes.toString()).toBe(
      'segments:read',
    );
    expect(read(asked, client({ scope })).scopes.toString()).toBe('segments:read audience:read');
  });

  it('drops offline_access for a client that cannot refresh', () => {
    const grantTypes = ['authorization_code'] as const;
    const asked = query({ scope: 'segments:read offline_access' });
    expect(read(asked, client({ grantTypes })).scopes.toString()).toBe('segments:read');
    expect(refusal(query({ scope: 'offline_access' }), client({ grantTypes }))).toBe(
      'invalid_scope',
    );
  });

  it('is not for an app that only acts in its own name (AUTH-09)', () => {
    const service = client({ grantTypes: ['client_credentials'] });
    expect(refusal(query({}), service)).toBe('unauthorized_client');
  });
});
