import { PortalApps } from '../../../src/modules/clients/portal-apps.service.js';
import { ReviewQueue } from '../../../src/modules/reviews/review-queue.service.js';
import { AppVerifications } from '../../../src/modules/verification/app-verifications.service.js';
import { lapse } from '../../support/lapse.js';
import { ReviewedApp } from '../../support/reviewed-app.js';
import { storeRow } from '../../support/rows.js';
import { suspendApp } from '../../support/suspensions.js';
import { TestApp } from '../../support/test-app.js';

const SYSTEM = { kind: 'system' } as const;

describe('what a review was about', () => {
  let server: TestApp;
  let app: ReviewedApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => (app = await ReviewedApp.register(server)));

  const staff = (): Promise<string> => storeRow(server.database, 'users', { is_staff: true });
  const reject = async (): Promise<void> => {
    const staffId = await staff();
    await app.submit();
    await app.act('take', staffId);
    await app.act('reject', staffId);
  };
  const redirectUris = async (): Promise<unknown> => {
    const { live } = await app.versions.editable(app.client.id);
    return live.metadata.redirect_uris;
  };

  it('is all that an appeal brings: a host that was added after the rejection is not live (D17)', async () => {
    const submitted = await redirectUris();
    await reject();
    const more = [...(submitted as string[]), 'https://evil.example/callback'];
    await app.in((tx) =>
      app.versions.save(tx, app.client.id, { metadata: { redirect_uris: more } }, SYSTEM),
    );
    expect(await redirectUris()).toEqual(more);
    await app.act('appeal', '');
    const other = await staff();
    await app.act('take', other);
    await app.act('approve', other);
    expect(await redirectUris()).toEqual(submitted);
  });

  it('is not what another organisation submits: a transfer ends what is open, with answers and proofs', async () => {
    const clientId = app.client.id;
    await app.submit();
    await storeRow(server.database, 'app_answers', { client_id: clientId, answers: {} });
    await storeRow(server.database, 'domain_proofs', {
      ...{
        client_id: clientId,
        host: 'bread.example',
        state: 'pending',
        failure: 'asked_too_often',
      },
    });
    await app.in((tx) => app.submissions.endAll(tx, clientId));
    expect((await app.latest()).state).toBe('withdrawn');
    for (const table of ['app_answers', 'domain_proofs']) {
      expect(
        await server.database.query(`SELECT FROM ${table} WHERE client_id = $1`, [clientId]),
      ).toEqual([]);
    }
  });

  it('is not appealed by another organisation', async () => {
    await reject();
    await app.in((tx) => app.submissions.endAll(tx, app.client.id));
    await expect(app.act('appeal', '')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('does not wait for staff while the app is suspended, nor once it is deleted', async () => {
    const isQueued = async (): Promise<boolean> =>
      (await server.app.get(ReviewQueue, { strict: false }).list()).some(
        (each) => each.app === app.client.name,
      );
    await app.submit();
    expect(await isQueued()).toBe(true);
    await suspendApp(server, app.client.id);
    expect(await isQueued()).toBe(false);
    const other = await ReviewedApp.register(server);
    app = other;
    await app.submit();
    await app.in((tx) =>
      server.app.get(PortalApps, { strict: false }).delete(tx, other.client.id, SYSTEM),
    );
    expect(await isQueued()).toBe(false);
  });

  it('ends with a transfer also when nobody had confirmed it in time', async () => {
    await app.verify();
    await lapse(server, app.client.id);
    const verifications = server.app.get(AppVerifications, { strict: false });
    await app.in((tx) => verifications.endReview(tx, app.client.id));
    expect(
      await server.database.query(
        'SELECT tier, approved_scopes, verified_domain FROM app_verifications WHERE client_id = $1',
        [app.client.id],
      ),
    ).toEqual([{ tier: 'development', approved_scopes: [], verified_domain: null }]);
  });

  it('is another one once what was judged has changed', async () => {
    const { content: judged } = await app.versions.editable(app.client.id);
    const metadata = { redirect_uris: ['https://evil.example/callback'] };
    await app.in((tx) => app.versions.save(tx, app.client.id, { metadata }, SYSTEM));
    await expect(
      app.in((tx) => app.submissions.submit(tx, app.client.id, { actor: SYSTEM, judged })),
    ).rejects.toMatchObject({ code: 'conflict' });
  });
});
