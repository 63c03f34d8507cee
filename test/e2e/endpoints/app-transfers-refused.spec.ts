import { toWireId } from '../../../src/kernel/ids.js';
import { MOST_APPS } from '../../../src/modules/clients/portal-app-census.js';
import { AppSubmissions } from '../../../src/modules/reviews/app-submissions.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { TRANSFER_OFFERS } from '../../../src/platform/http/rate-limit/buckets.js';
import { Organisation } from '../../support/actors/organisation.js';
import { eventually } from '../../support/eventually.js';
import { hiddenFields, type BrowserPage } from '../../support/browser.js';
import { takeMails } from '../../support/queued-mails.js';
import { suspendApp } from '../../support/suspensions.js';
import { TestApp } from '../../support/test-app.js';
import { TRANSFERS, TransferStory } from '../../support/transfer-story.js';

describe('the offer of an app', () => {
  let server: TestApp;
  let story: TransferStory;

  const submit = (): Promise<void> =>
    server.app
      .get(Database)
      .transaction((tx) =>
        server.app
          .get(AppSubmissions, { strict: false })
          .submit(tx, story.app.id, { actor: { kind: 'system' } }),
      );
  const deleteApp = async (): Promise<BrowserPage> =>
    story.olivia.browser.submit(
      await story.olivia.open(story.ownership),
      `${story.ownership}/delete`,
      { delete_name: 'Nightly Sync' },
    );
  const isRefused = async (answer: BrowserPage, status: number, words: string): Promise<void> => {
    expect([answer.status, answer.html]).toEqual([status, expect.stringContaining(words)]);
    expect(await story.ownerId()).toBe(story.bakery.organisationId);
    expect(await story.eventsOf('client.transferred')).toEqual([]);
  };

  const waitingForLocks = async (): Promise<number> => {
    const [row] = await server.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return row?.count ?? 0;
  };

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    story = await TransferStory.begin(server);
    await takeMails(server);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['is suspended', () => suspendApp(server, story.app.id), 'The app is suspended'],
    ['is deleted', () => deleteApp(), 'The offer is not valid any more'],
    ['is with staff', () => submit(), 'A version of the app is with the reviewers'],
  ])('is not accepted once the app %s', async (_, happen, words) => {
    await story.offer();
    const path = await story.pathOf(story.milo);
    await happen();
    await isRefused(await story.answer('accept', { path }), 400, words);
    expect((await story.answer('decline', { path })).status).toBe(303);
  });

  it('is neither made nor accepted while the app is being restored', async () => {
    await story.offer();
    const path = await story.pathOf(story.milo);
    await suspendApp(server, story.app.id);
    await server.database.query(`UPDATE clients SET state = 'restoring' WHERE id = $1`, [
      story.app.id,
    ]);
    await isRefused(await story.answer('accept', { path }), 400, 'being restored');
    expect((await story.offer('eva@mill.example')).html).toContain('being restored');
  });

  it('is not accepted by who develops for the receiving organisation no more, however late', async () => {
    await story.offer();
    const path = await story.pathOf(story.milo);
    const { answer } = await server.app.get(Database).transaction(async (tx) => {
      await tx.query('SELECT FROM clients WHERE id = $1 FOR NO KEY UPDATE', [story.app.id]);
      const waiting = story.answer('accept', { path });
      await eventually(async () => ((await waitingForLocks()) > 0 ? true : undefined));
      await server.database.query(
        'UPDATE memberships SET ended_at = now() WHERE user_id = $1 AND ended_at IS NULL',
        [story.milo.user.id],
      );
      return { answer: waiting };
    });
    await isRefused(await answer, 400, 'You do not develop for that organisation any more.');
  });

  it('tells the address before once another one gets it', async () => {
    await story.offer();
    await story.offer('eva@mill.example');
    const mails = await takeMails(server);
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
      [story.milo.user.email, 'The app Nightly Sync is no longer offered to you'],
    ]);
    await story.offer('eva@mill.example');
    expect(await takeMails(server)).toEqual([]);
  });

  it('says where codes go on to: the redirect URIs stay those of the organisation before', async () => {
    await server.database.query('UPDATE clients SET redirect_uris = $2 WHERE id = $1', [
      story.app.id,
      ['https://bakery.example/callback'],
    ]);
    await story.offer();
    const { html } = await story.milo.open(await story.pathOf(story.milo));
    expect(html).toContain('https://bakery.example/callback');
    expect(html).toContain('codes go on to the present redirect URIs');
  });

  it('ends when the app is transferred by other means', async () => {
    const own = await Organisation.of(server, 'Second Bakery');
    await own.addMember(await own.createProject('Second'), story.olivia.user, 'owner');
    await story.offer();
    const path = await story.pathOf(story.milo);
    await story.olivia.browser.submit(
      await story.olivia.open(story.ownership),
      `${story.ownership}/transfer`,
      { organisation: toWireId('org', own.organisationId), transfer_name: 'Nightly Sync' },
    );
    expect((await story.answer('accept', { path })).status).toBe(404);
    expect(await story.ownerId()).toBe(own.organisationId);
  });

  it('is not accepted once who made it has left the organisation', async () => {
    await story.offer();
    const path = await story.pathOf(story.milo);
    await story.bakery.person('Otto', [[story.shop, 'owner']]);
    await story.bakery.removeMember(story.shop, story.olivia.user);
    expect((await story.milo.open(path)).html).toContain('The offer is not valid any more');
    await isRefused(await story.answer('accept', { path }), 400, 'The offer is not valid any more');
  });

  it('is accepted for an organisation that the person develops for, which has no app of that name', async () => {
    await story.offer();
    const path = await story.pathOf(story.milo);
    const third = await Organisation.of(server, 'Third');
    const strange = await story.answer('accept', { to: third });
    await isRefused(strange, 400, 'Choose one of these organisations.');
    await isRefused(await story.answer('accept', { to: story.bakery }), 400, 'Choose one of these');
    const namesake = await story.mill.app('Nightly Sync');
    await isRefused(await story.answer('accept'), 400, 'already has an app of this name');
    await server.database.query('DELETE FROM clients WHERE id = $1', [namesake.id]);
    for (let i = 0; i < MOST_APPS; i++) {
      await story.mill.app(`App ${String(i)}`);
    }
    await isRefused(await story.answer('accept'), 400, `has ${String(MOST_APPS)} apps`);
    await server.database.query(`DELETE FROM clients WHERE organisation_id = $1`, [
      story.mill.organisationId,
    ]);
    expect((await story.answer('accept', { path })).status).toBe(303);
  });

  it('is accepted by one of several acceptances at the same time, and by none that a withdrawal precedes', async () => {
    const second = await Organisation.of(server, 'Second Mill');
    await second.addMember(await second.createProject('Second'), story.milo.user, 'owner');
    await story.offer();
    const path = await story.pathOf(story.milo);
    const answers = await Promise.all(
      [story.mill, second, story.mill, second].map((to) => story.answer('accept', { path, to })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    expect(statuses.filter((status) => ![303, 400, 404].includes(status))).toEqual([]);
    expect(await story.eventsOf('client.transferred')).toHaveLength(1);
    for (let round = 0; round < 6; round++) {
      story = await TransferStory.begin(server);
      await story.offer();
      const place = await story.pathOf(story.milo);
      const [accepted, withdrawn] = await Promise.all([
        story.answer('accept', { path: place }),
        story.withdraw(),
      ]);
      const isMoved = (await story.ownerId()) === story.mill.organisationId;
      expect([round, isMoved]).toEqual([round, accepted.status === 303]);
      const isWithdrawn = withdrawn.headers.get('location')?.endsWith('done=withdrawn') === true;
      expect([round, isWithdrawn]).toEqual([round, !isMoved]);
    }
  });

  it('is not made of an app that is suspended or with staff', async () => {
    await submit();
    const fixed = await story.offer();
    expect([fixed.status, fixed.html]).toEqual([
      400,
      expect.stringContaining('A version of the app is with staff.'),
    ]);
    await suspendApp(server, story.app.id);
    expect((await story.offer()).html).toContain('Only staff can end that.');
    expect(await story.eventsOf('client.transfer_offered')).toEqual([]);
  });

  it('is answered the same whether or not somebody has the address', async () => {
    const known = await story.offer();
    const unknown = await story.offer('nobody@nowhere.example');
    for (const name of ['status', 'html'] as const) expect(unknown[name]).toEqual(known[name]);
    expect(unknown.headers.get('location')).toBe(known.headers.get('location'));
  });

  it('is a mail only so often in a day, whatever the app', async () => {
    const strict = await TestApp.start({ RATE_LIMIT_SCALE: '1' });
    try {
      story = await TransferStory.begin(strict);
      for (let i = 0; i < TRANSFER_OFFERS.limit; i++) {
        expect((await story.offer(`person${String(i)}@mill.example`)).status).toBe(303);
      }
      const tooMany = await story.offer();
      expect([tooMany.status, tooMany.html]).toEqual([
        400,
        expect.stringContaining('Too many offers today.'),
      ]);
      expect(await story.eventsOf('client.transfer_offered')).toHaveLength(TRANSFER_OFFERS.limit);
    } finally {
      await strict.stop();
    }
  });

  it('takes no form of others (D2), and is for people who develop for the organisation', async () => {
    await story.offer();
    const { milo, olivia, ownership } = story;
    const path = await story.pathOf(milo);
    const organisation = toWireId('org', story.mill.organisationId);
    const fields = { email: 'x@mill.example', offer_name: 'Nightly Sync' };
    const token = hiddenFields((await milo.open(TRANSFERS)).html, '/logout');
    for (const end of ['offer', 'offer/withdraw']) {
      const target = `${ownership}/${end}`;
      expect((await olivia.browser.post(target, fields)).status).toBe(403);
      expect((await milo.browser.post(target, { ...token, ...fields })).status).toBe(404);
    }
    for (const decision of ['accept', 'decline']) {
      expect((await milo.browser.post(path, { decision, organisation })).status).toBe(403);
    }
    const odd = await milo.browser.post(path, { ...token, decision: 'both', organisation });
    await isRefused(odd, 400, 'Choose one of the buttons.');
    expect((await olivia.open(ownership)).html).toContain(milo.user.email);
  });

  it('needs somebody who develops for another organisation', async () => {
    const lone = await story.bakery.person('Lone', [[story.shop, 'viewer']]);
    await server.database.query('UPDATE users SET email_verified_at = now() WHERE id = $1', [
      lone.user.id,
    ]);
    await story.offer(lone.user.email);
    const path = await story.pathOf(lone);
    const { html } = await lone.open(path);
    expect(html).toContain('You develop for no organisation that could get the app.');
    expect(html).not.toContain('Accept the app');
    const refused = await story.answer('accept', { person: lone, path });
    await isRefused(refused, 400, 'You develop for no organisation');
  });
});
