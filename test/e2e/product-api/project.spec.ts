import { toWireId } from '../../../src/kernel/ids.js';
import { ApiCaller } from '../../support/api-caller.js';
import { TestApp } from '../../support/test-app.js';

describe('GET /v1/project/{project}', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  it('describes the project', async () => {
    const caller = await ApiCaller.connect(server, ['project:read']);
    const { body } = await caller.get().expect(200);
    expect(body.entity).toMatchObject({
      id: toWireId('prj', caller.project.id),
      name: 'Bakery',
      organisation: { name: 'Bakery Ltd' },
      plan: 'pro',
      kind: 'live',
      locale: 'en',
      timezone: 'UTC',
      defaultCountry: 'ES',
    });
    expect(body.entity.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(body.metadata).toEqual({});
  });

  it('takes other scopes for no reason to answer', async () => {
    const caller = await ApiCaller.connect(server, ['segments:read']);
    await caller.get().expect(403);
  });
});
