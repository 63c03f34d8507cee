import { ConfirmVerificationsJob } from '../../../src/modules/reviews/internal/confirmation/confirm-verifications.job.js';
import { Organisation } from '../../support/actors/organisation.js';
import { recordsOn, surviveFaults, useScopes } from '../../support/domain-owner.js';
import { runJobs } from '../../support/run-jobs.js';
import { foundOrganisation } from '../../support/shortcuts.js';
import { VerificationStory } from '../../support/verification-story.js';

const REASON = 'The privacy policy does not name who processes the data.';
const HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)>\u202Eevil';

/** One story, told in order: each step begins where the one before ended. */
describe('the verification of an app', () => {
  let story: VerificationStory;
  beforeAll(async () => (story = await VerificationStory.begin()));
  afterAll(() => story.end());

  it('begins with a checklist that says what is missing', async () => {
    const { html } = await story.page();
    for (const words of ['Every host is proven', 'Fault lab', 'A way to try the app', 'Missing']) {
      expect(html).toContain(words);
    }
    const refused = await story.does('submit');
    expect(refused.status).toBe(409);
    expect(refused.html).toContain('bread.example');
    expect(refused.html).toContain('Let the app survive these faults');
    expect(await story.queued()).toBe('');
  });

  it('asks for answers, keeps them, and says what is wrong with one', async () => {
    const wrong = await story.does('answers', { contact_email: 'nobody', legal_name: 'Bread' });
    expect(wrong.status).toBe(400);
    expect(wrong.html).toContain('This is not an e-mail address.');
    const answers = { contact_email: 'owner@bread.example', legal_name: HOSTILE, test_access: 'x' };
    expect((await story.does('answers', answers)).status).toBe(303);
    const { html } = await story.page();
    expect(html).toContain('owner@bread.example');
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('\u202E');
  });

  it('proves the hosts by a record, which proves its subdomains, too', async () => {
    const records = recordsOn((await story.page()).html);
    expect([...records.keys()]).toEqual([
      '_connected-apps.bread.example',
      '_connected-apps.app.bread.example',
    ]);
    story.names.publishText('_connected-apps.bread.example', 'connected-apps-verification=stale');
    expect((await story.does('domains')).status).toBe(303);
    expect((await story.page()).html).toContain('with another value');
    const record = '_connected-apps.bread.example';
    story.names.publishText(record, records.get(record) ?? '');
    await story.does('domains');
    const { html } = await story.page();
    expect(html).toContain('Proven');
    expect(html).not.toContain('Publish the token of these hosts');
  });

  it('is submitted when nothing is missing, and then stays as it is (D17)', async () => {
    await surviveFaults(story.server, story.id);
    const unused = await story.does('submit');
    expect(unused.html).toContain('declare them no more: project:read, audience:read');
    await useScopes(story.server, story.id, ['project:read', 'audience:read']);
    expect((await story.does('submit')).headers.get('location')).toBe(
      `${story.path}?done=submitted`,
    );
    expect(await story.state()).toBe('submitted');
    expect((await story.page()).html).toContain('First answer by');
    await expect(story.save({ metadata: { client_name: 'Something Else' } })).rejects.toMatchObject(
      {
        code: 'conflict',
      },
    );
    expect((await story.doesBlindly('submit')).status).toBe(409);
  });

  it('is shown to staff with all that was said, harmlessly', async () => {
    const version = await story.queued();
    expect(version).not.toBe('');
    const { html } = await story.reviewer(0).get(version);
    expect(html).toContain('https://app.bread.example/callback');
    expect(html).toContain('To count.');
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img src=x');
    expect((await story.dario.open(version)).status).toBe(404);
  });

  it('is returned with a reason, which the developer reads and gets by mail', async () => {
    const version = await story.take(0);
    const missing = await story.decide(0, version, { action: 'request_changes', reason: 'no' });
    expect(missing.status).toBe(400);
    expect(missing.html).toContain('Write 20 to 4000 characters.');
    const fields = {
      action: 'request_changes',
      reason: REASON,
      comment_links: 'Link it in English.',
    };
    expect((await story.decide(0, version, fields)).status).toBe(303);
    const { html } = await story.page();
    expect(html).toContain(REASON);
    expect(html).toContain('Link it in English.');
    expect(html).not.toContain('Rita');
    await runJobs(story.server);
    expect(await story.mails.newest(story.dario.user.email, REASON)).toContain(
      'the reviewers ask for changes',
    );
  });

  it('is edited, submitted again and rejected; somebody else decides about the appeal', async () => {
    expect(
      (await story.save({ metadata: { policy_uri: 'https://bread.example/en/privacy' } })).kind,
    ).toBe('applied');
    await story.server.database.query('DELETE FROM fault_trials WHERE client_id = $1', [story.id]);
    await surviveFaults(story.server, story.id);
    await story.does('submit');
    const version = await story.take(0);
    await story.decide(0, version, { action: 'reject', reason: REASON });
    expect(await story.state()).toBe('rejected');
    expect((await story.does('appeal', { reason: 'short' })).status).toBe(400);
    const reason = 'The policy is there: see its second page.';
    expect((await story.does('appeal', { reason })).status).toBe(303);
    const shown = await story.reviewer(0).get(version);
    const own = await story.reviewer(0).submit(shown, `${version}/take`);
    expect([own.status, own.html.includes('You rejected this version')]).toEqual([403, true]);
  });

  it('is approved once, however often: the other gets a page that says so (409)', async () => {
    const version = await story.take(1);
    const fields = { action: 'approve', reason: 'All is well now, thank you.' };
    const scopes = ['project:read', 'audience:read'];
    const both = await Promise.all([
      story.decide(1, version, fields, scopes),
      story.decide(1, version, fields, scopes),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(both.find(({ status }) => status === 409)?.html).toContain(
      'Open it again from the queue',
    );
    expect(await story.state()).toBe('approved');
    expect((await story.page()).html).toContain('Verified');
    const [verified] = await story.server.database.query(
      'SELECT tier, approved_scopes, verified_domain FROM app_verifications WHERE client_id = $1',
      [story.id],
    );
    expect(verified).toEqual({
      ...{ tier: 'verified', verified_domain: 'bread.example' },
      approved_scopes: ['project:read', 'audience:read'],
    });
  });

  it('keeps the approved version live while a changed name waits (D17)', async () => {
    const metadata = { client_name: 'Bread Baron' };
    expect(await story.save({ metadata })).toMatchObject({ kind: 'draft', fields: ['name'] });
    expect((await story.page()).html).toContain('people see the approved version');
    expect(await story.queued()).toBe('');
    expect((await story.does('submit')).status).toBe(303);
    const version = await story.queued();
    const { html } = await story.reviewer(0).get(version);
    expect(html).toContain('Bread Robot');
    expect(html).toContain('Bread Baron');
    const consent = await story.server.database.query('SELECT name FROM clients WHERE id = $1', [
      story.id,
    ]);
    expect(consent).toEqual([{ name: 'Bread Robot' }]);
    await story.take(0);
    await story.decide(
      0,
      version,
      { action: 'approve', reason: 'A new name, and the same people.' },
      ['project:read'],
    );
    const after = await story.server.database.query(
      `SELECT c.name, v.tier, v.approved_scopes AS scopes, c.identity_version = v.identity_version AS current
       FROM clients c JOIN app_verifications v ON v.client_id = c.id WHERE c.id = $1`,
      [story.id],
    );
    expect(after).toEqual([
      { name: 'Bread Baron', tier: 'verified', scopes: ['project:read'], current: true },
    ]);
  });

  it('refuses a name that looks like that of a verified app, also in a draft (C9)', async () => {
    for (const client_name of ['Claude', 'Cl\u0430ude']) {
      await expect(story.save({ metadata: { client_name } })).rejects.toThrow('client_name');
    }
    expect(await story.register('Bread Bar\u043En', 'look.example')).toBe('');
  });

  it('gives a domain to one organisation, which may have several apps', async () => {
    const first = story.app;
    const holder = story.id;
    story.app = await story.register('Quite Different', 'bread.example');
    await story.does('answers', {
      contact_email: 'a@bread.example',
      legal_name: 'B',
      test_access: 'x',
    });
    await story.publish();
    await useScopes(story.server, story.id, ['project:read', 'audience:read']);
    await surviveFaults(story.server, story.id);
    await story.does('submit');
    const version = await story.take(0);
    const fields = { action: 'approve', reason: 'It is the same organisation.' };
    const own = await story.give(holder, (await foundOrganisation(story.server, 'Squatters')).id);
    const refused = await story.decide(0, version, fields, ['project:read']);
    expect([refused.status, refused.html.includes('A domain belongs to one organisation')]).toEqual(
      [409, true],
    );
    expect(await story.state()).toBe('in_review');
    await story.give(holder, own);
    expect((await story.decide(0, version, fields, ['project:read'])).status).toBe(303);
    expect(await story.state()).toBe('approved');
    story.app = first;
    await story.publish();
  });

  it('asks for a listing what a listing needs', async () => {
    const refused = await story.does('submit', { as: 'listing' });
    expect(refused.status).toBe(409);
    expect(refused.html).toContain('Used in 0 of 3 projects of other organisations');
    expect(refused.html).toContain('Describe the app in 2 languages');
  });

  it('lapses after a year without a confirmation, for new consents only', async () => {
    await story.server.database.query(
      `UPDATE app_verifications SET confirmed_at = now() - interval '340 days' WHERE client_id = $1`,
      [story.id],
    );
    const job = story.server.app.get(ConfirmVerificationsJob, { strict: false });
    await job.run();
    await job.run();
    await runJobs(story.server);
    expect(await story.mails.newest(story.dario.user.email, 'Confirm Bread Baron')).toContain(
      '30 days',
    );
    expect(
      story.mails.to(story.dario.user.email).filter((text) => text.includes('Confirm Bread')),
    ).toHaveLength(1);
    await story.server.database.query(
      `UPDATE app_verifications SET confirmed_at = now() - interval '366 days' WHERE client_id = $1`,
      [story.id],
    );
    await job.run();
    await runJobs(story.server);
    expect(await story.mails.newest(story.dario.user.email, 'has lapsed')).toContain(
      'go on as they are',
    );
    expect((await story.page()).html).toContain('Nobody has confirmed the verification in time.');
    expect((await story.page()).html).toContain('In development');
    const [kept] = await story.server.database.query(
      'SELECT tier FROM app_verifications WHERE client_id = $1',
      [story.id],
    );
    expect(kept).toEqual({ tier: 'verified' });
  });

  it('is not confirmed by the hosts of a draft: those that are live must be proven', async () => {
    const live = '_connected-apps.bread.example';
    const published = recordsOn((await story.page()).html).get(live) ?? '';
    const moved = ['client_uri', 'tos_uri', 'policy_uri'];
    const metadata = Object.fromEntries(moved.map((name) => [name, 'https://moved.example/x']));
    expect(await story.save({ metadata })).toMatchObject({ kind: 'draft' });
    await story.publish();
    story.names.publishText(live, 'connected-apps-verification=stale');
    const refused = await story.does('confirm');
    expect([refused.status, refused.html]).toEqual([
      409,
      expect.stringContaining('these are missing: bread.example.'),
    ]);
    story.names.publishText(live, published);
    await story.does('withdraw');
  });

  it('counts again once it is confirmed, and is not confirmed twice', async () => {
    expect((await story.does('confirm')).headers.get('location')).toBe(
      `${story.path}?done=confirmed`,
    );
    expect((await story.page()).html).toContain('To be confirmed by');
    expect((await story.doesBlindly('confirm')).status).toBe(409);
  });

  it('is a matter of the organisation alone, and of no form from elsewhere (D2)', async () => {
    const other = await Organisation.of(story.server, 'Other Ltd');
    const stall = await other.createProject('Stall');
    const olga = await other.person('Olga', [[stall, 'owner']]);
    expect((await olga.open(story.path)).status).toBe(404);
    for (const what of ['answers', 'domains', 'submit', 'withdraw', 'appeal', 'confirm']) {
      expect((await story.dario.browser.post(`${story.path}/${what}`, {})).status).toBe(403);
    }
  });

  it('bad input is never our failure', async () => {
    const version = '/staff/reviews/rev_00000000000000000000000000';
    for (const path of [version, '/staff/reviews/x', `${version}x`]) {
      expect((await story.reviewer(0).get(path)).status).toBe(404);
    }
  });
});
