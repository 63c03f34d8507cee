import { DATA_SOURCE_TOKEN_SCOPES } from '../../../src/modules/data-source-tokens/data-source-token.js';
import { findProductRoutes, titleOf } from '../../support/guard-matrix/find-routes.js';
import { Matrix, problemOf } from '../../support/guard-matrix/matrix.js';
import { storeSourceToken } from '../../support/source-token.js';
import { TestApp } from '../../support/test-app.js';

const ROUTES = findProductRoutes();
const OPEN = ROUTES.filter(({ takesDataSourceTokens }) => takesDataSourceTokens);
const CLOSED = ROUTES.filter(({ takesDataSourceTokens }) => !takesDataSourceTokens);

/** The matrix with tokens of data sources, beside those of apps and of members. */
describe('the guards of the Product API, before data source tokens', () => {
  let server: TestApp;
  let ours: Matrix;
  let theirs: Matrix;

  beforeAll(async () => {
    server = await TestApp.start();
    ours = await Matrix.stand(server);
    theirs = await Matrix.stand(server, {}, 'omega', '+34600000202');
  });
  afterAll(() => server.stop());

  /** Of the data source that a route is about: that of imports is another one. */
  function tokenOf(matrix: Matrix, path: string): Promise<string> {
    const { source = '', importing = '' } = matrix.things;
    const about = path.includes('import') ? importing : source;
    return storeSourceToken(server.database, matrix.project.id, about);
  }

  it('open what brings contacts and events, and nothing else', () => {
    const ofProject = '/v1/project/:project/';
    expect(OPEN.map(titleOf).map((title) => title.replace(ofProject, ''))).toMatchSnapshot();
    const asked = OPEN.flatMap(({ scopes }) => scopes ?? []);
    expect(asked.filter((scope) => !DATA_SOURCE_TOKEN_SCOPES.has(scope))).toEqual([]);
  });

  describe.each(OPEN.map((route) => [titleOf(route), route] as const))('%s', (_, route) => {
    it('answers the token of its data source', async () => {
      const token = await tokenOf(ours, route.path);
      const { status } = await ours.call(route, { token });
      expect(status).toBeGreaterThanOrEqual(200);
      // Of a batch all of which is refused: 422. The contact of the sample came by another way: 404.
      expect([200, 201, 202, 404, 422]).toContain(status);
    });

    it('is 404 for the token of another data source, and in another project (E3)', async () => {
      const other = route.path.includes('import') ? '/datasource/:id' : '/import';
      const token = await tokenOf(ours, other);
      expect((await ours.call(route, { token })).status).toBe(404);
      const foreign = await tokenOf(theirs, route.path);
      expect((await ours.call(route, { token: foreign })).status).toBe(404);
    });
  });

  describe.each(CLOSED.map((route) => [titleOf(route), route] as const))('%s', (_, route) => {
    it('is 403 for a data source token, which has none of its scopes (E22)', async () => {
      const token = await tokenOf(ours, route.path);
      const answer = await ours.call(route, { token });
      expect(answer.status).toBe(403);
      expect(problemOf(answer).code).toBe('insufficient_scope');
      expect(answer.headers['www-authenticate']).toBeUndefined();
    });
  });
});
