import { ruleOfPath, SURFACES } from '../../../../src/platform/http/surface.js';

describe('the surface of a path', () => {
  it.each([
    ['/v1', 'product-api', 'problem'],
    ['/v1/project/prj_1', 'product-api', 'problem'],
    ['/v1x', 'page', 'negotiated'],
    ['/V1', 'page', 'negotiated'],
    ['/mcp/', 'mcp', 'problem'],
    ['/mcpx', 'page', 'negotiated'],
    ['/oauth', 'page', 'negotiated'],
    ['/oauth/nowhere', 'oauth-backend', 'oauth'],
    ['/oauth/tokens', 'oauth-backend', 'oauth'],
    ['/oauth/register/app_1', 'oauth', 'oauth'],
    ['/oauth/authorize', 'page', 'oauth'],
    ['/openapi.jsonx', 'page', 'negotiated'],
    ['/', 'page', 'negotiated'],
    ['*', 'page', 'negotiated'],
  ])('%s is %s, by whole segments; unknown ones are refused as %s (E9)', (path, surface, unowned) =>
    expect(ruleOfPath(path)).toMatchObject({ surface, unowned }),
  );

  it('lets no other origin in where a cookie speaks for the person (HTTP-04)', () =>
    expect(SURFACES.page.crossOrigin).toEqual([]));
});
