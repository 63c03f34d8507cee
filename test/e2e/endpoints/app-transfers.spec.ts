import { toWireId } from '../../../src/kernel/ids.js';
import { JobRegistry } from '../../../src/platform/jobs/job-registry.js';
import { takeMails } from '../../support/queued-mails.js';
import { SentMails } from '../../support/sent-mails.js';
import { verifyEmail } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';
import { TRANSFERS, TransferStory } from '../../support/transfer-story.js';

describe('an app that is offered to a person of another organisation', () => {
  const sent = new SentMails();
  let server: TestApp;
  let story: TransferStory;

  const offers = () =>
    server.database.query<{ id: string; email: string }>(
      'SELECT id, email FROM app_transfers WHERE client_id = $1',
      [story.app.id],
    );

  beforeAll(async () => (server = await TestApp.start({ DATA_DIRECTORY: sent.directory })));
  afterAll(async () => {
    await server.stop();
    sent.burn();
  });
  beforeEach(async () => {
    story = await TransferStory.begin(server);
    await takeMails(server);
  });

  it('is transferred once they accept: both are named, told, and the first organisation is out', async () => {
    const { olivia, milo, app, bakery, mill, shop } = story;
    await bakery.connect(olivia, app, { projects: [shop] });
    const { body: service } = await bakery.token(app);
    const done = await story.offer();
    expect(done.headers.get('location')).toBe(`${story.ownership}?done=offered`);
    const { html: pending } = await olivia.open(`${story.ownership}?done=offered`);
    for (const text of ['The app is offered.', 'Present offer', milo.user.email, 'Olivia']) {
      expect(pending).toContain(text);
    }
    await story.sendOffers();
    const mail = await sent.newest(milo.user.email, 'offered the app Nightly Sync');
    expect(mail).toContain(`${server.origin}${TRANSFERS}\n`);
    expect(mail).not.toContain('trf_');
    expect(await story.ownerId()).toBe(bakery.organisationId);

    expect((await milo.open('/developers')).html).toContain('An app is offered to you.');
    const { html } = await milo.open(await story.pathOf(milo));
    for (const text of ['0 people and 1 project', 'A verification ends', app.clientId, 'Mill Ltd'])
      expect(html).toContain(text);
    expect(html).not.toContain('<bdi>Bakery</bdi>');
    const accepted = await story.answer('accept');
    expect(accepted.headers.get('location')).toBe(
      `/developers/apps/${app.clientId}?done=transferred`,
    );

    expect(await story.ownerId()).toBe(mill.organisationId);
    expect(await offers()).toEqual([]);
    expect(await bakery.segments(service, shop)).toBe(401);
    expect((await olivia.open(story.ownership)).status).toBe(404);
    expect((await milo.open(story.ownership)).status).toBe(200);
    expect(await story.eventsOf('client.transferred')).toEqual([
      {
        actor: { kind: 'user', userId: milo.user.id },
        context: {
          from: toWireId('org', bakery.organisationId),
          to: toWireId('org', mill.organisationId),
          offered_by: toWireId('usr', olivia.user.id),
          accepted_by: toWireId('usr', milo.user.id),
        },
      },
    ]);
    const mails = await takeMails(server);
    expect(mails.map(({ to, subject }) => [to, subject]).sort()).toEqual(
      [milo.user.email, olivia.user.email]
        .map((to) => [to, 'The app Nightly Sync is transferred'])
        .sort(),
    );
    expect(mails.find(({ to }) => to === olivia.user.email)?.text).toContain('Mill Ltd');
  });

  it('stays when they decline, and both are told', async () => {
    await story.offer();
    const declined = await story.answer('decline');
    expect(declined.headers.get('location')).toBe(`${TRANSFERS}?done=declined`);
    expect([await story.ownerId(), await offers()]).toEqual([story.bakery.organisationId, []]);
    expect(await story.eventsOf('client.transfer_declined')).toHaveLength(1);
    expect((await takeMails(server)).map(({ to }) => to).sort()).toEqual(
      [story.milo.user.email, story.olivia.user.email].sort(),
    );
  });

  it('stays when the offer is withdrawn: the address is told, and a late acceptance is refused', async () => {
    await story.offer();
    const path = await story.pathOf(story.milo);
    const withdrawn = await story.withdraw();
    expect(withdrawn.headers.get('location')).toBe(`${story.ownership}?done=withdrawn`);
    const late = await story.answer('accept', { path });
    expect([late.status, late.html]).toEqual([
      404,
      expect.stringContaining('It was answered, withdrawn or replaced, or it has ended'),
    ]);
    expect(await story.ownerId()).toBe(story.bakery.organisationId);
    expect((await takeMails(server)).map(({ to, subject }) => [to, subject])).toEqual([
      [story.milo.user.email, 'The app Nightly Sync is no longer offered to you'],
    ]);
    expect(await story.eventsOf('client.transfer_offered')).toHaveLength(1);
    expect(await story.eventsOf('client.transfer_withdrawn')).toHaveLength(1);
    const page = await story.olivia.open(story.ownership);
    expect(page.html).not.toContain('Withdraw the offer');
  });

  it('is offered to one address at a time: another offer replaces the first', async () => {
    await story.offer();
    const path = await story.pathOf(story.milo);
    await story.offer('maria@mill.example');
    expect(await offers()).toMatchObject([{ email: 'maria@mill.example' }]);
    await story.sendOffers();
    expect(sent.to('maria@mill.example')).toHaveLength(1);
    expect(sent.to(story.milo.user.email)).toEqual([]);
    expect((await story.answer('accept', { path })).status).toBe(404);
    await story.offer(story.milo.user.email.toUpperCase());
    expect(await offers()).toMatchObject([{ email: story.milo.user.email }]);
    expect((await story.answer('accept', { path })).status).toBe(404);
    expect((await story.answer('accept')).status).toBe(303);
  });

  it('is shown to no other person, and accepted with a verified address only', async () => {
    const eva = await story.mill.person('Eva', [[await story.mill.createProject('Café'), 'owner']]);
    await verifyEmail(server, eva.user.id);
    await story.offer();
    const path = await story.pathOf(story.milo);
    expect((await eva.open(TRANSFERS)).html).toContain('Nobody offers you an app');
    for (const place of [path, `${TRANSFERS}/trf_1`]) {
      const { status, html } = await eva.open(place);
      expect([status, html]).toEqual([404, expect.stringContaining('There is no such offer')]);
    }
    for (const decision of ['accept', 'decline'] as const) {
      expect((await story.answer(decision, { person: eva, path })).status).toBe(404);
    }
    const { id } = story.milo.user;
    await server.database.query('UPDATE users SET email_verified_at = NULL WHERE id = $1', [id]);
    expect((await story.milo.open(path)).html).toContain('is not verified yet');
    expect((await story.answer('accept', { path })).status).toBe(400);
    expect((await story.answer('decline', { path })).status).toBe(404);
    expect(await story.ownerId()).toBe(story.bakery.organisationId);
    await verifyEmail(server, id);
    expect((await story.answer('accept', { path })).status).toBe(303);
  });

  it('ends after 7 days, and is deleted by the job', async () => {
    await story.offer();
    const path = await story.pathOf(story.milo);
    const [life] = await server.database.query(
      `SELECT extract(epoch FROM expires_at - created_at)::int / 86400 AS days FROM app_transfers WHERE client_id = $1`,
      [story.app.id],
    );
    expect(life).toEqual({ days: 7 });
    await server.database.query(
      `UPDATE app_transfers SET expires_at = now() - interval '1 second' WHERE client_id = $1`,
      [story.app.id],
    );
    expect((await story.answer('accept', { path })).status).toBe(404);
    expect((await story.milo.open(TRANSFERS)).html).toContain('Nobody offers you an app');
    expect((await story.olivia.open(story.ownership)).html).not.toContain('Present offer');
    const job = server.app
      .get(JobRegistry, { strict: false })
      .all()
      .find(({ name }) => name === 'clear-app-transfers');
    await job?.run({});
    expect(await offers()).toEqual([]);
  });

  it('is named by its developer, and the address is one', async () => {
    const { status, html } = await story.offer('nobody', 'nightly sync');
    expect(status).toBe(400);
    expect(html).toContain('This is not an e-mail address.');
    expect(html).toContain('This is not the name of the app.');
    expect(await offers()).toEqual([]);
  });
});
