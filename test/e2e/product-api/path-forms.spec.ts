import { findProductRoutes, titleOf } from '../../support/guard-matrix/find-routes.js';
import { Matrix } from '../../support/guard-matrix/matrix.js';
import { rawRequest } from '../../support/raw-request.js';
import { TestApp } from '../../support/test-app.js';

const ROUTES = findProductRoutes();

/** Other forms of a path, which router and guard may read differently. */
const FORMS: readonly (readonly [string, (path: string) => string])[] = [
  ['upper case', (path) => path.toUpperCase()],
  ['an upper-case version', (path) => path.replace('/v1', '/V1')],
  ['an upper-case word', (path) => path.replace('/project', '/Project')],
  ['a slash at the end', (path) => `${path}/`],
  ['two slashes at the end', (path) => `${path}//`],
  ['two slashes at the start', (path) => `/${path}`],
  ['two slashes inside', (path) => path.replace('/v1/', '/v1//')],
  ['an encoded slash', (path) => path.replace('/v1/', '/v1%2f')],
  ['an encoded slash at the end', (path) => `${path}%2F`],
  ['a slash encoded twice', (path) => path.replace('/v1/', '/v1%252f')],
  ['a backslash', (path) => path.replace('/v1/', '/v1\\')],
  ['an encoded backslash', (path) => path.replace('/v1/', '/v1%5c')],
  ['an encoded letter', (path) => path.replace('/v1', '/%761')],
  ['an encoded digit', (path) => path.replace('/v1', '/v%31')],
  ['an encoded word', (path) => path.replace('/project', '/%70roject')],
  ['a matrix parameter', (path) => `${path};a=b`],
  ['a matrix parameter inside', (path) => path.replace('/v1', '/v1;a')],
  ['a dot segment', (path) => path.replace('/v1', '/./v1')],
  ['a dot segment inside', (path) => path.replace('/v1', '/v1/.')],
  ['a double dot segment', (path) => path.replace('/v1', '/v1/../v1')],
  ['an encoded double dot segment', (path) => path.replace('/v1', '/v1/%2e%2e/v1')],
  ['a way out of public paths', (path) => `/healthz/..${path}`],
  ['an extension', (path) => `${path}.json`],
  ['a NUL', (path) => `${path}%00`],
  ['a space', (path) => `${path}%20`],
  ['a line end', (path) => `${path}%0d%0a`],
  ['a broken escape', (path) => `${path}%`],
  ['a broken encoding', (path) => `${path}%ff`],
  ['a fragment', (path) => `${path}%23x`],
  ['an encoded query', (path) => `${path}%3f_limit=1`],
  ['a query', (path) => `${path}?a=b`],
  ['an absolute URL', (path) => `http://localhost${path}`],
];

/** Whether a route with parameters is at the path of another: `audience/:id` at `audience/search`. */
const isAt = (path: string, other: string): boolean => {
  const [own, theirs] = [path.split('/'), other.split('/')];
  return (
    own.length === theirs.length &&
    own.every((part, i) => part.startsWith(':') || part === theirs[i])
  );
};

describe('no way of writing a path leads around the guards (E9)', () => {
  let server: TestApp;
  let ours: Matrix;
  let theirs: Matrix;

  beforeAll(async () => {
    server = await TestApp.start();
    ours = await Matrix.stand(server);
    theirs = await Matrix.stand(server, {}, 'omega', '+34600000202');
  });
  afterAll(() => server.stop());

  describe.each(ROUTES.map((route) => [titleOf(route), route] as const))('%s', (_, route) => {
    it.each(FORMS)('with %s', async (_form, write) => {
      const path = write(theirs.pathTo(route));
      const stranger = await ours.call(route, { token: null, path });
      expect([400, 401, 404, 405]).toContain(stranger.status);
      expect(stranger.text).not.toContain('omega');
      const neighbour = await ours.call(route, { path });
      expect(neighbour.status).toBeLessThan(500);
      expect(neighbour.text).not.toContain('omega');
    });

    it.each(['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'])(
      'with the method %s',
      async (method) => {
        const path = theirs.pathTo(route);
        const answer = await rawRequest(server.origin, method, path, {
          'x-http-method-override': 'GET',
          'x-original-url': path,
          cookie: `session=${theirs.token}; access_token=${theirs.token}`,
        });
        const isThere = ROUTES.some((one) => one.method === method && isAt(one.path, route.path));
        const expected =
          method === 'OPTIONS' ? [204] : method === 'HEAD' ? [401, 404, 405] : [404, 405];
        expect(isThere ? [401] : expected).toContain(answer.status);
        expect(answer.text).not.toContain('omega');
      },
    );
  });
});
