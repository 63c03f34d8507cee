import sharp from 'sharp';
import { toWireId } from '../../../src/kernel/ids.js';
import { ScopeSet } from '../../../src/kernel/scope-set.js';
import { AppLogos } from '../../../src/modules/app-profiles/app-logos.service.js';
import { AppVerifications } from '../../../src/modules/verification/app-verifications.service.js';
import { Database } from '../../../src/platform/database/database.js';
import type { Customer } from '../../support/actors/customer.js';
import {
  Organisation,
  type SecretApp,
  type TestProject,
} from '../../support/actors/organisation.js';
import { hiddenFields } from '../../support/browser.js';
import { TestApp } from '../../support/test-app.js';

const NAME = 'Nightly Sync';

describe('the page where an app is transferred or deleted', () => {
  let server: TestApp;
  let organisation: Organisation;
  let other: Organisation;
  let bakery: TestProject;
  let olivia: Customer;
  let app: SecretApp;

  const path = () => `/developers/apps/${app.clientId}/ownership`;
  const send = async (action: 'transfer' | 'delete', fields: Record<string, string>) =>
    olivia.browser.submit(await olivia.open(path()), `${path()}/${action}`, fields);
  const transfer = (changes: Record<string, string> = {}) =>
    send('transfer', {
      organisation: toWireId('org', other.organisationId),
      transfer_name: NAME,
      ...changes,
    });
  const row = async () => {
    const [found] = await server.database.query<Record<string, unknown>>(
      `SELECT c.state, c.organisation_id, c.identity_version, c.protected_name, v.tier FROM clients c
       LEFT JOIN app_verifications v ON v.client_id = c.id WHERE c.id = $1`,
      [app.id],
    );
    return found;
  };
  const eventsOf = async (type: string): Promise<unknown[]> =>
    server.database.query(
      `SELECT actor, context FROM audit_events WHERE type = $1 AND target ->> 'id' = $2`,
      [type, app.id],
    );

  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());
  beforeEach(async () => {
    organisation = await Organisation.of(server);
    bakery = await organisation.createProject('Bakery');
    other = await Organisation.of(server, 'Mill Ltd');
    olivia = await organisation.person('Olivia', [[bakery, 'owner']]);
    await other.addMember(await other.createProject('Mill'), olivia.user, 'developer');
    app = await organisation.app(NAME);
    await organisation.connect(olivia, app, { projects: [bakery] });
  });

  it('says who uses the app: names of its own organisation, numbers of others', async () => {
    const { html } = await olivia.open(path());
    expect(html).toContain('0 people and 1 project');
    expect(html).toContain('<bdi>Bakery</bdi>');
    expect(html).not.toContain('whose names are not shown');
  });

  it('transfers it: the verification ends, and so do services and their tokens', async () => {
    await server.app.get(Database).transaction((tx) =>
      server.app.get(AppVerifications, { strict: false }).decide(tx, app.id, {
        ...{ tier: 'verified', verifiedDomain: null },
        approvedScopes: new ScopeSet(['project:read', 'segments:read']),
      }),
    );
    const { body } = await organisation.token(app);
    expect(await organisation.segments(body, bakery)).toBe(200);
    const answer = await transfer();
    expect(answer.headers.get('location')).toBe(
      `/developers/apps/${app.clientId}?done=transferred`,
    );
    expect(await row()).toEqual({
      ...{ state: 'approved', organisation_id: other.organisationId, identity_version: 2 },
      ...{ protected_name: null, tier: 'development' },
    });
    expect(await organisation.segments(body, bakery)).toBe(401);
    expect((await organisation.token(app)).status).toBe(400);
    expect(await eventsOf('client.transferred')).toEqual([
      {
        actor: { kind: 'user', userId: olivia.user.id },
        context: {
          from: toWireId('org', organisation.organisationId),
          to: toWireId('org', other.organisationId),
        },
      },
    ]);
    const dario = await organisation.person('Dario', [[bakery, 'developer']]);
    expect((await dario.open(path())).status).toBe(404);
  });

  it('transfers nothing without the name, to a stranger, or beside an app of the same name', async () => {
    const third = await Organisation.of(server, 'Third');
    const strange = await transfer({ organisation: toWireId('org', third.organisationId) });
    expect([strange.status, strange.html]).toEqual([
      400,
      expect.stringContaining('Choose one of these organisations.'),
    ]);
    const unnamed = await transfer({ transfer_name: 'nightly sync' });
    expect(unnamed.html).toContain('This is not the name of the app.');
    await other.app(NAME);
    const taken = await transfer();
    expect(taken.html).toContain('already has an app of this name');
    expect(await row()).toMatchObject({ organisation_id: organisation.organisationId });
  });

  it('deletes it once its name is typed: every token is invalid at once', async () => {
    const { body } = await organisation.token(app);
    const logo = sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } });
    await server.app.get(AppLogos, { strict: false }).make(app.id, await logo.png().toBuffer());
    const wrong = await send('delete', { delete_name: 'Another' });
    expect([wrong.status, wrong.html]).toEqual([
      400,
      expect.stringContaining('This is not the name of the app.'),
    ]);
    expect(await organisation.segments(body, bakery)).toBe(200);
    const answer = await send('delete', { delete_name: NAME });
    expect(answer.headers.get('location')).toBe('/developers?done=deleted');
    expect(await row()).toMatchObject({ state: 'deleted' });
    expect(await organisation.segments(body, bakery)).toBe(401);
    expect((await organisation.token(app)).status).toBe(401);
    expect((await olivia.open(path())).status).toBe(404);
    const logos = 'SELECT FROM app_logos WHERE client_id = $1';
    expect(await server.database.query(logos, [app.id])).toEqual([]);
    expect(await eventsOf('client.deleted')).toHaveLength(1);
  });

  it('is for people who develop for its organisation, and takes no form of others (D2)', async () => {
    const eva = await other.person('Eva', [[await other.createProject('Café'), 'owner']]);
    expect((await eva.open(path())).status).toBe(404);
    const token = hiddenFields((await eva.open('/developers')).html, '/logout');
    const fields = { transfer_name: NAME, delete_name: NAME };
    const to = { organisation: toWireId('org', other.organisationId) };
    for (const action of ['transfer', 'delete']) {
      const target = `${path()}/${action}`;
      expect((await eva.browser.post(target, { ...token, ...fields, ...to })).status).toBe(404);
      await olivia.open(path());
      expect((await olivia.browser.post(target, { ...fields, ...to })).status).toBe(403);
    }
    expect(await row()).toMatchObject({
      ...{ state: 'approved', organisation_id: organisation.organisationId },
    });
  });
});
