import { AppLogos } from '../../src/modules/app-profiles/app-logos.service.js';
import { ClientLifeCycle } from '../../src/modules/clients/internal/life-cycle/client-life-cycle.service.js';
import { ForgetClientsJob } from '../../src/modules/clients/internal/life-cycle/forget-clients.job.js';
import { PortalApps } from '../../src/modules/clients/portal-apps.service.js';
import sharp from 'sharp';
import { ReviewedApp } from '../support/reviewed-app.js';
import { TestApp } from '../support/test-app.js';

const SYSTEM = { kind: 'system' } as const;

describe('an app of an organisation that was deleted', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  /** An app that was submitted and has a logo. */
  async function register(): Promise<ReviewedApp> {
    const app = await ReviewedApp.register(server);
    const logo = sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } });
    await server.app
      .get(AppLogos, { strict: false })
      .make(app.client.id, await logo.png().toBuffer());
    await app.submit();
    return app;
  }
  const remove = (app: ReviewedApp): Promise<boolean> =>
    app.in((tx) => server.app.get(PortalApps, { strict: false }).delete(tx, app.client.id, SYSTEM));
  const forget = async (after: string): Promise<void> => {
    await server.database.query(
      `UPDATE clients SET state_changed_at = state_changed_at - $1::interval WHERE state = 'deleted'`,
      [after],
    );
    await server.app.get(ForgetClientsJob, { strict: false }).run();
  };
  const leftOf = async ({ client: { id } }: ReviewedApp) => {
    const [left] = await server.database.query(
      `SELECT (SELECT count(*)::int FROM clients WHERE id = $1) AS apps,
         (SELECT count(*)::int FROM app_logos WHERE client_id = $1) AS logos,
         (SELECT count(*)::int FROM app_versions WHERE client_id = $1) AS versions`,
      [id],
    );
    return left;
  };

  it('is forgotten after a day with all that it had, if nobody ever let it in', async () => {
    const app = await register();
    const live = await register();
    await remove(app);
    await forget('23 hours');
    expect(await leftOf(app)).toEqual({ apps: 1, logos: 1, versions: 1 });
    await forget('2 hours');
    expect(await leftOf(app)).toEqual({ apps: 0, logos: 0, versions: 0 });
    expect(await leftOf(live)).toEqual({ apps: 1, logos: 1, versions: 1 });
  });

  it('stays if somebody had let it in: they look up what that was', async () => {
    const app = await register();
    await app.in((tx) =>
      server.app.get(ClientLifeCycle, { strict: false }).approve(tx, app.client.id),
    );
    await remove(app);
    await forget('2 days');
    expect(await leftOf(app)).toMatchObject({ apps: 1 });
  });
});
