import { FailLateTrialsJob } from '../../../src/modules/verification/internal/fault-lab/fail-late-trials.job.js';
import { LabApp } from '../../support/lab-app.js';
import { TestApp } from '../../support/test-app.js';

/** What an app must not do. The lab says what it did wrong. */
describe('an app in a sandbox project fails', () => {
  let server: TestApp;
  let lab: LabApp;
  beforeAll(async () => (server = await TestApp.start()));
  beforeEach(async () => (lab = await LabApp.start(server)));
  afterAll(() => server.stop());

  const create = { method: 'POST', body: { name: 'Made', type: 'static' } };

  it('if it comes back before Retry-After, which goes on holding', async () => {
    await lab.call('/segment', { fault: 'rate-limit' });
    expect((await lab.call('/segment')).status).toBe(429);
    expect((await lab.resultOf('rate-limit', 'failed')).reason).toBe('too_early');
  });

  it('if it repeats a change without a key, or with another', async () => {
    await expect(lab.call('/segment', { ...create, fault: 'lose-response' })).rejects.toThrow();
    await lab.call('/segment', create);
    expect((await lab.resultOf('lose-response', 'failed')).reason).toBe('no_key');
    const keyed = { ...create, fault: 'lose-response', key: 'k-1' };
    await expect(lab.call('/segment', keyed)).rejects.toThrow();
    await lab.call('/segment', { ...create, key: 'k-2' });
    expect((await lab.resultOf('lose-response', 'failed')).reason).toBe('other_key');
  });

  it('if it goes on refreshing what has ended', async () => {
    await lab.refreshing('replay-refresh');
    for (let i = 0; i < 4; i++) expect((await lab.refreshing()).status).toBe(400);
    expect((await lab.resultOf('replay-refresh', 'failed')).reason).toBe('kept_trying');
  });

  it('if it asks the person again for what only another role could allow', async () => {
    await lab.call('/segment', { ...create, fault: 'role-change' });
    await lab.askPerson();
    expect((await lab.resultOf('role-change', 'failed')).reason).toBe('asked_person');
  });

  it('if it goes on calling what it has lost', async () => {
    await lab.call('/segment', { fault: 'narrow' });
    for (let i = 0; i < 4; i++) expect((await lab.call('/segment')).status).toBe(403);
    expect((await lab.resultOf('narrow', 'failed')).reason).toBe('kept_trying');
  });

  it('if it does not wait for a slow answer', async () => {
    const signal = AbortSignal.timeout(300);
    await expect(lab.call('/segment', { fault: 'slow', signal })).rejects.toThrow();
    expect((await lab.resultOf('slow', 'failed')).reason).toBe('did_not_wait');
  });

  it('if it does nothing for ten minutes', async () => {
    await lab.call('/segment', { fault: 'expire-now' });
    expect(await lab.results()).toContainEqual(
      expect.objectContaining({ fault: 'expire-now', state: 'waiting' }),
    );
    await lab.age('expire-now', 600);
    await server.app.get(FailLateTrialsJob, { strict: false }).run();
    expect((await lab.resultOf('expire-now', 'failed')).reason).toBe('too_late');
  });

  it('after which it may try again', async () => {
    await lab.call('/segment', { fault: 'rate-limit' });
    await lab.call('/segment');
    await lab.resultOf('rate-limit', 'failed');
    expect((await lab.call('/segment', { fault: 'rate-limit' })).status).toBe(429);
    await lab.age('rate-limit', 6);
    expect((await lab.call('/segment')).status).toBe(200);
    await lab.resultOf('rate-limit', 'survived');
  });
});
