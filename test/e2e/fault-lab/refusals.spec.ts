import { toWireId } from '../../../src/kernel/ids.js';
import { FAULTS } from '../../../src/modules/verification/fault-lab/faults.js';
import { LabApp } from '../../support/lab-app.js';
import { TestApp } from '../../support/test-app.js';
import { TestToken } from '../../support/test-token.js';

/** Nothing is ever simulated outside the sandbox projects of the app's own organisation. */
describe('faults', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  /** The app works as before, and the lab knows of nothing. */
  async function expectUntouched(lab: LabApp): Promise<void> {
    expect((await lab.call('/segment')).status).toBe(200);
    await lab.refresh();
    expect((await lab.call('/segment')).status).toBe(200);
    const states = (await lab.results()).map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['not_tried']));
  }

  it('change nothing in a live project, and are refused there', async () => {
    const lab = await LabApp.start(server, 'live');
    for (const fault of FAULTS) {
      const refused = await lab.call('/segment', { fault });
      expect([fault, refused.status, await refused.json()]).toMatchObject([
        fault,
        400,
        { code: 'invalid_request', detail: expect.stringContaining('sandbox projects') },
      ]);
      const token = await lab.refreshing(fault);
      expect([fault, token.status, await token.json()]).toMatchObject([
        fault,
        400,
        { error: 'invalid_request' },
      ]);
    }
    await expectUntouched(lab);
  });

  it('are refused at the token endpoint if any project of the grant is live', async () => {
    const lab = await LabApp.start(server);
    const live = await lab.organisation.createProject('Bakery');
    await lab.organisation.addMember(live, lab.person.user, 'owner');
    await lab.askPerson([lab.project, live]);
    for (const fault of FAULTS) expect((await lab.refreshing(fault)).status).toBe(400);
    await expectUntouched(lab);
  });

  it('end nothing from a sandbox project if the grant has a live one, too', async () => {
    const lab = await LabApp.start(server);
    const live = await lab.organisation.createProject('Bakery');
    await lab.organisation.addMember(live, lab.person.user, 'owner');
    await lab.askPerson([lab.project, live]);
    for (const fault of ['revoke', 'expire-now']) {
      const refused = await lab.call('/segment', { fault });
      expect([fault, refused.status, await refused.json()]).toMatchObject([
        fault,
        400,
        { code: 'invalid_request', detail: expect.stringContaining('Connect the sandbox') },
      ]);
    }
    await expectUntouched(lab);
    const narrowed = await lab.call('/segment', { fault: 'narrow' });
    expect(narrowed.status).toBe(403);
  });

  it('are refused for apps of other organisations', async () => {
    const lab = await LabApp.start(server);
    await server.database.query('UPDATE clients SET organisation_id = $2 WHERE id = $1', [
      lab.app.id,
      (await LabApp.start(server)).organisation.organisationId,
    ]);
    expect((await lab.call('/segment', { fault: 'revoke' })).status).toBe(400);
    expect((await lab.refreshing('revoke')).status).toBe(400);
    await expectUntouched(lab);
  });

  it('are refused for API tokens, and where nothing is simulated', async () => {
    const { authorization, projectId } = await TestToken.make(server);
    const header = { Authorization: authorization, 'Simulate-Fault': 'slow' };
    await server.database.query(`UPDATE projects SET kind = 'sandbox' WHERE id = $1`, [projectId]);
    await server.http
      .get(`/v1/project/${toWireId('prj', projectId)}`)
      .set(header)
      .expect(400);
    await server.http.get('/v1/').set(header).expect(400);
    await server.http.get('/login').set(header).expect(400);
    await server.http.post('/oauth/revoke').set(header).type('form').send('token=x').expect(400);
  });

  it.each(['nonsense', 'replay-refresh', 'slow, slow', ''])('have names: not %p', async (fault) => {
    const lab = await LabApp.start(server);
    const refused = await lab.call('/segment', { fault });
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { code: 'invalid_request', detail: expect.stringContaining('expire-now, lose-response') },
    ]);
    await expectUntouched(lab);
  });

  it('of access are for refreshes only', async () => {
    const lab = await LabApp.start(server);
    const refused = await lab.refreshing('expire-now');
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { error: 'invalid_request', error_description: expect.stringContaining('replay-refresh') },
    ]);
    await expectUntouched(lab);
  });
});
