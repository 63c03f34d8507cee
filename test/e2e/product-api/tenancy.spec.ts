import { newId, toWireId } from '../../../src/kernel/ids.js';
import { findProductRoutes, titleOf } from '../../support/guard-matrix/find-routes.js';
import { Matrix } from '../../support/guard-matrix/matrix.js';
import { ApiCaller } from '../../support/api-caller.js';
import { addContact, addSegment } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

const CANARY = 'canary7f3a';

describe('two projects on one server (E3)', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  it('never see a row of each other, in any answer of any route', async () => {
    const ours = await Matrix.stand(server, {}, 'alpha', '+34600000101');
    // The other project has the same data, the same phone number too.
    const theirs = await Matrix.stand(server, {}, CANARY, '+34600000101');
    const known = Object.values(ours.things);
    const foreignThings = Object.values(theirs.things).filter((thing) => !known.includes(thing));
    for (const route of findProductRoutes()) {
      const [own, crossed, foreign] = [
        await ours.call(route),
        await ours.call(route, { path: ours.pathTo(route, undefined, theirs.things) }),
        await ours.call(route, { path: theirs.pathTo(route) }),
      ];
      expect(`${titleOf(route)} ${String(own.status)} ${own.text}`).toMatch(/^\S+ \S+ 2\d\d /);
      for (const { text } of [own, crossed, foreign]) {
        expect(text).not.toContain(CANARY);
        for (const thing of foreignThings) {
          // A 404 repeats the requested path, and nothing else.
          expect(text.replaceAll(/"instance":"[^"]*"/g, '')).not.toContain(thing);
        }
      }
      const there = await theirs.call(route);
      expect(`${titleOf(route)} ${String(there.status)} ${there.text}`).toMatch(/^\S+ \S+ 2\d\d /);
      // Routes after this one need what it may have ended.
      await Promise.all([ours.restore(route), theirs.restore(route)]);
    }
  });

  it('of one grant stay apart as well: the path decides, one project at a time', async () => {
    const caller = await ApiCaller.connect(server, ['segments:read', 'audience:list'], 'alpha');
    const other = await caller.app.addProject({ name: CANARY, scopes: ['segments:read'] });
    const segment = await addSegment(server.database, other.id, { name: CANARY });
    await addContact(server.database, other.id, { firstName: CANARY });
    expect((await caller.get('/segment').expect(200)).text).not.toContain(CANARY);
    await caller.get(`/segment/${segment}`).expect(404);
    expect((await caller.post('/audience/scroll', {}).expect(200)).text).not.toContain(CANARY);
    const there = (path: string) => `/v1/project/${toWireId('prj', other.id)}${path}`;
    const call = (path: string) =>
      server.http.get(there(path)).set('Authorization', caller.authorization);
    expect((await call('/segment').expect(200)).text).toContain(CANARY);
    // Granted in one project is not granted in the other.
    await server.http
      .post(there('/audience/scroll'))
      .send({})
      .set('Authorization', caller.authorization)
      .expect(403);
  });

  it('are found by their own id alone, in its one spelling', async () => {
    const caller = await ApiCaller.connect(server, ['segments:read']);
    const id = toWireId('prj', caller.project.id);
    const upper = `prj_${id.slice(4).toUpperCase()}`;
    const wrongKind = toWireId('seg', caller.project.id);
    for (const each of [
      caller.project.id,
      upper,
      wrongKind,
      `${id}0`,
      ` ${id}`,
      newId(),
      'me',
      '-',
      '*',
    ]) {
      await server.http
        .get(`/v1/project/${encodeURIComponent(each)}/segment`)
        .set('Authorization', caller.authorization)
        .expect(404);
    }
  });
});
