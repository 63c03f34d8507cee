import { OAuthError } from '../../../../src/kernel/errors/oauth-error.js';
import { ScopeSet } from '../../../../src/kernel/scope-set.js';
import { checkStageTwo } from '../../../../src/modules/authorization/internal/authorize/request-checks.js';
import type { Client } from '../../../../src/modules/clients/client.js';
import { StrictForm } from '../../../../src/platform/http/strict-form.js';

const ISSUER = 'http://localhost:3000';
const API = `${ISSUER}/v1`;
const MCP = `${ISSUER}/mcp`;

const VALID = {
  response_type: 'code',
  code_challenge: 'x'.repeat(43),
  code_challenge_method: 'S256',
};

interface Asked {
  readonly scope?: string;
  readonly resource?: string;
}

/** `registered`: the scope of the client; a portal app cannot exceed it. */
const read = (asked: Asked, registered: string | null = null, origin = 'dynamic') => {
  const form = StrictForm.parseLoosely(new URLSearchParams({ ...VALID, ...asked }).toString());
  const scope = registered === null ? null : ScopeSet.parse(registered);
  const grantTypes = ['authorization_code', 'refresh_token'];
  const client = { origin, grantTypes, scope } as unknown as Client;
  const subject = { form, client, isPushed: false, resources: [API, MCP] };
  const { resource, scopes } = checkStageTwo(subject);
  return { resource, scope: scopes.toString() };
};

const refusal = (asked: Asked, registered: string | null = null): string => {
  try {
    read(asked, registered);
  } catch (error) {
    if (error instanceof OAuthError) return error.code;
    throw error;
  }
  return 'accepted';
};

describe('the resource of a request', () => {
  it.each([
    ['MCP, if all scopes are its own', 'mcp:read mcp offline_access', MCP],
    ['the API, if none is of MCP', 'segments:read openid', API],
    ['the API, if only the account is concerned', 'openid profile', API],
  ])('without resource is %s (RES-04)', (_, scope, resource) => {
    expect(read({ scope })).toEqual({ resource, scope });
  });

  it('has to be named when the scopes are of both (RES-04)', () => {
    expect(refusal({ scope: 'mcp:read segments:read' })).toBe('invalid_target');
  });

  it.each([MCP, `${MCP}/`, ISSUER, `${ISSUER}/`, 'HTTP://LOCALHOST:3000/mcp'])(
    'is MCP for %s, and is called by one name (RES-06)',
    (resource) => {
      expect(read({ scope: 'mcp:read', resource }).resource).toBe(MCP);
    },
  );

  it.each([`${ISSUER}/MCP`, `${ISSUER}/mcp/x`, `${ISSUER}?x`, 'http://localhost:3001/mcp'])(
    'is nothing of ours for %s (RES-02)',
    (resource) => {
      expect(refusal({ scope: 'mcp:read', resource })).toBe('invalid_target');
    },
  );

  it('keeps of the scopes those it knows, and of the account all (RES-05)', () => {
    const scope = 'mcp:read segments:read project:read openid offline_access';
    expect(read({ scope, resource: MCP }).scope).toBe('mcp:read openid offline_access');
    expect(read({ scope, resource: API }).scope).toBe(
      'segments:read project:read openid offline_access',
    );
  });

  it('knows none of the scopes: invalid_scope, whatever of the account is left (RES-05)', () => {
    expect(refusal({ scope: 'segments:read', resource: MCP })).toBe('invalid_scope');
    expect(refusal({ scope: 'segments:read offline_access', resource: MCP })).toBe('invalid_scope');
    expect(refusal({ scope: 'mcp', resource: API })).toBe('invalid_scope');
  });

  it.each([
    ['openid email groups', 'openid email'],
    ['urn:x:y openid segments:read', 'openid segments:read'],
    ['openid admin', 'openid'],
  ])('with openid ignores scopes that we do not know: %s (AUTH-13)', (scope, granted) => {
    expect(read({ scope })).toEqual({ resource: API, scope: granted });
  });

  it.each(['email groups', 'segments:read groups', 'OpenID groups', 'openid "groups', 'openid  x'])(
    'refuses %j: there is no openid, or what it names cannot be a scope (AUTH-13)',
    (scope) => {
      expect(refusal({ scope })).toBe('invalid_scope');
    },
  );

  it('gives what the client registered there, without scope, or else its default (RES-04)', () => {
    expect(read({ resource: MCP })).toEqual({ resource: MCP, scope: 'mcp:read' });
    expect(read({ resource: API })).toEqual({ resource: API, scope: 'project:read' });
    const both = 'segments:read mcp offline_access';
    expect(read({ resource: MCP }, both).scope).toBe('mcp offline_access');
    expect(read({ resource: API }, both).scope).toBe('segments:read offline_access');
    expect(read({ resource: MCP }, 'segments:read offline_access').scope).toBe(
      'offline_access mcp:read',
    );
  });

  it('with neither follows from the registration, and is the API in doubt (RES-04)', () => {
    expect(read({})).toEqual({ resource: API, scope: 'project:read' });
    expect(read({}, 'mcp:read')).toEqual({ resource: MCP, scope: 'mcp:read' });
    expect(read({}, 'mcp:read segments:read')).toEqual({ resource: API, scope: 'segments:read' });
    expect(read({}, 'openid email')).toEqual({ resource: API, scope: 'openid email' });
  });

  it('never gives a portal app what it did not declare', () => {
    expect(read({ resource: MCP }, 'mcp:read segments:read', 'portal').scope).toBe('mcp:read');
    expect(() => read({ resource: MCP }, 'segments:read', 'portal')).toThrow(OAuthError);
    expect(() => read({ scope: 'mcp' }, 'mcp:read', 'portal')).toThrow(OAuthError);
  });
});
