import { Get } from '@nestjs/common';
import { API_VERSIONS } from '../../../../src/product-api/access/api-version.js';
import { Deprecated } from '../../../../src/product-api/access/deprecated.decorator.js';
import { ProductApi } from '../../../../src/product-api/access/product-api.decorator.js';
import { RequireScope } from '../../../../src/product-api/access/require-scope.decorator.js';
import { eachOf, pointersOf } from '../../../support/answers.js';
import { ApiCaller } from '../../../support/api-caller.js';
import { addSegment } from '../../../support/shortcuts.js';
import { TestApp } from '../../../support/test-app.js';

@ProductApi('probe')
class OldController {
  @Get('old')
  @Deprecated({ since: '2027-01-31', sunset: '2027-07-31', link: 'https://docs.example/new' })
  @RequireScope('segments:write')
  old(): object {
    return { entity: {}, metadata: {} };
  }

  @Get('older')
  @Deprecated({ since: '2027-01-31' })
  @RequireScope('segments:read')
  older(): object {
    return { entity: {}, metadata: {} };
  }
}

describe('the version of the API', () => {
  let server: TestApp;
  let caller: ApiCaller;
  const [version = ''] = API_VERSIONS;

  beforeAll(async () => {
    server = await TestApp.start({}, [OldController]);
    caller = await ApiCaller.connect(server, ['segments:read']);
    for (const name of ['Ana', 'Bea', 'Cleo']) {
      await addSegment(server.database, caller.project.id, { name });
    }
  });
  afterAll(() => server.stop());

  it('is named in every answer, and may be named in the request', async () => {
    expect((await caller.get('/segment').expect(200)).headers['api-version']).toBe(version);
    const named = caller.get('/segment').set('Api-Version', version);
    expect((await named.expect(200)).headers['api-version']).toBe(version);
    const nobody = await server.http.get(caller.path('/segment')).expect(401);
    expect(nobody.headers['api-version']).toBe(version);
    expect((await caller.get('/segment/x').expect(404)).headers['api-version']).toBe(version);
  });

  it.each(['2020-01-01', '1', 'latest', ''])('%j is none: 400', async (unknown) => {
    const answer = await caller.get('/segment').set('Api-Version', unknown).expect(400);
    expect(answer.body).toMatchObject({ code: 'invalid_request' });
    expect(answer.body.detail).toContain(version);
    expect(answer.headers).not.toHaveProperty('api-version');
  });

  it('is no news to who has no token', async () => {
    await server.http.get(caller.path('/segment')).set('Api-Version', 'x').expect(401);
  });

  it('tells of routes that will end, in every answer (RFC 9745, RFC 8594)', async () => {
    const { headers } = await caller.get('/probe/old').expect(403);
    expect(headers).toMatchObject({
      deprecation: '@1801353600',
      sunset: 'Sat, 31 Jul 2027 00:00:00 GMT',
      link: '<https://docs.example/new>; rel="deprecation"; type="text/html"',
    });
    const older = await caller.get('/probe/older').expect(200);
    expect(older.headers).toHaveProperty('deprecation');
    expect(older.headers).not.toHaveProperty('sunset');
    const { body } = await server.http.get('/openapi.json').expect(200);
    expect(body.paths['/v1/project/{project}/probe/older'].get.deprecated).toBe(true);
    expect(body.paths['/v1/project/{project}/segment'].get).not.toHaveProperty('deprecated');
  });

  it('lets lists be asked by one JSON parameter, as the published nodes do', async () => {
    const ask = (form: object, more = {}) =>
      caller.get('/segment', { _q: JSON.stringify(form), ...more });
    const answer = await ask(
      {
        filter: [{ field: 'type', operator: 'in', value: ['static'] }],
        sort: [['name', 'desc']],
        paging: { start: 1, limit: 1 },
      },
      { _count: 'true' },
    ).expect(200);
    expect(eachOf(answer, 'name')).toEqual(['Bea']);
    expect(answer.body.metadata).toMatchObject({ start: 1, limit: 1, count: 3 });
    const unknown = await ask({ filter: [{ field: 'rule', operator: 'eq', value: 1 }] }).expect(
      400,
    );
    expect(pointersOf(unknown)).toEqual(['/rule_eq']);
    expect(pointersOf(await ask({ sort: 'name' }).expect(400))).toEqual(['/_q/sort']);
    expect(pointersOf(await ask({ paging: { limit: 101 } }).expect(400))).toEqual(['/_limit']);
  });
});
