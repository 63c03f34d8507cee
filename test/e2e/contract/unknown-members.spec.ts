import type { ProductRoute } from '../../../src/product-api/access/product-route.js';
import { OPERATIONS, spoiledBodies, UNKNOWN } from '../../support/contract/request-bodies.js';
import { findProductRoutes, titleOf } from '../../support/guard-matrix/find-routes.js';
import { Matrix } from '../../support/guard-matrix/matrix.js';
import { rawRequest, type RawAnswer } from '../../support/raw-request.js';
import { TestApp } from '../../support/test-app.js';

const ROUTES = new Map(findProductRoutes().map((route) => [titleOf(route), route]));

const BODIES = OPERATIONS.flatMap(({ title, body }) =>
  spoiledBodies(body ?? {}).map((spoiled) => [title, spoiled.pointer, spoiled.body] as const),
);

/** Whose items have results of their own, and members by the specs of the project. */
const OPEN = [
  'POST /v1/project/:project/datasource/:id/stream/contacts',
  'POST /v1/project/:project/datasource/:id/stream/events',
];

describe('what no operation of the OpenAPI document knows is refused', () => {
  let server: TestApp;
  let matrix: Matrix;

  beforeAll(async () => {
    server = await TestApp.start();
    matrix = await Matrix.stand(server);
  });
  afterAll(() => server.stop());

  const routeOf = (title: string): ProductRoute => {
    const route = ROUTES.get(title);
    if (!route) throw new Error(`The server has no ${title}`);
    return route;
  };

  const expectRefusal = ({ status, headers, text }: RawAnswer, pointer: string): void => {
    expect(`${String(status)} ${text}`).toMatch(/^400 /);
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    const fault = expect.objectContaining({ pointer });
    expect(JSON.parse(text)).toMatchObject({ errors: expect.arrayContaining([fault]) });
  };

  it('has a body for each operation that takes JSON', () => {
    const spoiled = new Set(BODIES.map(([title]) => title));
    const taking = OPERATIONS.filter(({ body }) => body !== undefined).map(({ title }) => title);
    expect(taking.filter((title) => !spoiled.has(title))).toEqual(OPEN);
  });

  it.each(BODIES)('%s with %s', async (title, pointer, body) => {
    const route = routeOf(title);
    const text = JSON.stringify(body);
    const headers = {
      ...{ authorization: `Bearer ${matrix.token}`, 'content-type': 'application/json' },
      ...{ 'content-length': String(Buffer.byteLength(text)), 'if-match': '"1"' },
    };
    const path = matrix.pathTo(route);
    expectRefusal(await rawRequest(server.origin, route.method, path, headers, text), pointer);
  });

  it.each(OPERATIONS)('$title with an unknown parameter', async ({ title }) => {
    const route = routeOf(title);
    const path = matrix.pathTo(route);
    const more = `${path.includes('?') ? '&' : '?'}${UNKNOWN}=1`;
    expectRefusal(await matrix.call(route, { path: `${path}${more}` }), `/${UNKNOWN}`);
  });
});
