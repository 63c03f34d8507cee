import { Body, HttpCode, Post } from '@nestjs/common';
import { BodyLimit } from '../../../../src/product-api/access/body-limit.decorator.js';
import { IfMatch } from '../../../../src/product-api/access/if-match.decorator.js';
import { ProductApi } from '../../../../src/product-api/access/product-api.decorator.js';
import { RequireScope } from '../../../../src/product-api/access/require-scope.decorator.js';
import { ApiCaller } from '../../../support/api-caller.js';
import { addSegment } from '../../../support/shortcuts.js';
import { TestApp } from '../../../support/test-app.js';

@ProductApi('probe')
class ProbeController {
  @Post('any')
  @HttpCode(200)
  @RequireScope('segments:read')
  any(@IfMatch() version: number | undefined): object {
    return { entity: { held: version ?? null }, metadata: {} };
  }

  @Post('one')
  @HttpCode(200)
  @RequireScope('segments:read')
  one(@IfMatch({ required: true }) version: number): object {
    return { entity: { held: version }, metadata: {} };
  }

  @Post('large')
  @HttpCode(200)
  @BodyLimit(2_000_000)
  @RequireScope('segments:read')
  large(@Body() body: object): object {
    return { entity: { members: Object.keys(body).length }, metadata: {} };
  }
}

interface Operation {
  readonly responses: object;
  readonly parameters: readonly object[];
}

describe('the version of an entity', () => {
  let server: TestApp;
  let caller: ApiCaller;

  beforeAll(async () => {
    server = await TestApp.start({}, [ProbeController]);
    caller = await ApiCaller.connect(server, ['segments:read']);
  });
  afterAll(() => server.stop());

  it('is the ETag of an answer with one entity, and of no list', async () => {
    const uid = await addSegment(server.database, caller.project.id);
    const { headers, body } = await caller.get(`/segment/${uid}`).expect(200);
    expect(headers.etag).toBe(`"${String(body.entity.version)}"`);
    expect((await caller.get('/segment').expect(200)).headers).not.toHaveProperty('etag');
  });

  it('does not make answers conditional: what is counted changes without it', async () => {
    const uid = await addSegment(server.database, caller.project.id);
    const { headers } = await caller.get(`/segment/${uid}`);
    const again = caller.get(`/segment/${uid}`).set('If-None-Match', String(headers.etag));
    expect((await again.expect(200)).body).toHaveProperty('entity.lastCount');
  });

  it('comes back in If-Match, which a route may require', async () => {
    const held = async (path: string, tag?: string): Promise<unknown> => {
      const request = caller.post(path, {});
      const { status, body } = await (tag ? request.set('If-Match', tag) : request);
      return status === 200 ? body.entity.held : [status, body.code];
    };
    expect(await held('/probe/any', '"7"')).toBe(7);
    expect(await held('/probe/any')).toBeNull();
    expect(await held('/probe/one', '"7"')).toBe(7);
    expect(await held('/probe/one')).toEqual([428, 'precondition_required']);
    expect(await held('/probe/one', '"x"')).toEqual([412, 'precondition_failed']);
  });

  it('is told of in the OpenAPI document', async () => {
    const { body } = await server.http.get('/openapi.json').expect(200);
    const { get } = body.paths['/v1/project/{project}/segment/{uid}'];
    expect(get.responses['200'].headers).toHaveProperty('ETag');
    const probe = (name: string): Operation =>
      body.paths[`/v1/project/{project}/probe/${name}`].post as Operation;
    const refusals = (name: string): string[] => Object.keys(probe(name).responses);
    expect(refusals('any')).toContain('412');
    expect(refusals('any')).not.toContain('428');
    expect(refusals('one')).toEqual(expect.arrayContaining(['412', '428']));
    expect(probe('one').parameters).toContainEqual(
      expect.objectContaining({ name: 'If-Match', in: 'header', required: true }),
    );
  });

  it('aside, a body has at most 1 MiB, unless its route has another', async () => {
    const body = { text: 'x'.repeat(1_100_000) };
    await caller.post('/probe/any', body).expect(413);
    await caller.post('/probe/large', body).expect(200);
    await caller.post('/probe/large', { text: 'x'.repeat(2_000_000) }).expect(413);
  });
});
