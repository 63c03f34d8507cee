import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { SERVICE_APP } from '../../../examples/connected-app/headless/demo-data.js';
import { demoContacts } from '../../../src/demo/contacts.js';
import { DEMO_SERVICE } from '../../../src/demo/demo-story.js';
import { seedDemo } from '../../../src/demo/seed-demo.js';
import { toWireId } from '../../../src/kernel/ids.js';
import { hasSecretShape } from '../../../src/kernel/secret.js';
import { Funds } from '../../../src/product-api/funds/funds.service.js';
import { Prices } from '../../../src/product-api/messages/prices.service.js';
import { SpecCatalogue } from '../../../src/product-api/specs/spec-catalogue.service.js';
import { storeRow } from '../../support/rows.js';
import { TestApp } from '../../support/test-app.js';

describe('the demo data', () => {
  let server: TestApp;
  const rows = <Row extends Record<string, unknown>>(sql: string): Promise<Row[]> =>
    server.database.query<Row>(sql);

  beforeAll(async () => {
    server = await TestApp.start();
    expect(await seedDemo(server.app)).toBe('seeded');
  });
  afterAll(() => server.stop());

  it('has five projects of three organisations on different plans, one of them free, one a sandbox', async () => {
    const projects = await rows<{ plan: string }>('SELECT plan FROM projects ORDER BY plan');
    expect(projects.map(({ plan }) => plan)).toEqual(['free', 'max', 'pro', 'pro', 'pro']);
    const owners = await rows('SELECT DISTINCT organisation_id FROM projects');
    expect(owners).toHaveLength(3);
    const sandboxes = await rows(`SELECT name FROM projects WHERE kind = 'sandbox'`);
    expect(sandboxes).toEqual([{ name: 'Brightline Sandbox' }]);
  });

  it('has all six roles in one project, and a person with a different role in each of hers', async () => {
    const [most] = await rows<{ roles: string }>(
      `SELECT count(DISTINCT role) AS roles FROM memberships GROUP BY project_id ORDER BY 1 DESC`,
    );
    expect(most?.roles).toBe('6');
    const marta = await rows<{ role: string }>(
      `SELECT role FROM memberships JOIN users ON users.id = user_id
        WHERE email = 'marta@olivar.example'`,
    );
    expect(new Set(marta.map(({ role }) => role)).size).toBe(3);
  });

  it('has an app of the first organisation that can be connected as a service, with the secret that the start prints', async () => {
    const { text, hash } = DEMO_SERVICE.secret;
    expect(SERVICE_APP).toEqual({ clientId: toWireId('app', DEMO_SERVICE.id), clientSecret: text });
    expect(hasSecretShape('iscs', text)).toBe(true);
    const services = await rows(
      `SELECT c.id, c.secret_hash, o.name AS organisation FROM clients c
       JOIN organisations o ON o.id = c.organisation_id WHERE 'client_credentials' = ANY (c.grant_types)`,
    );
    const { id, organisation } = DEMO_SERVICE;
    expect(services).toEqual([{ id, organisation, secret_hash: hash }]);
  });

  it('has 2,000 contacts and 20,000 events in one project', async () => {
    const [project] = await rows(
      `SELECT (SELECT count(*)::int FROM contacts c WHERE c.project_id = p.id) AS contacts,
              (SELECT count(*)::int FROM contact_events e WHERE e.project_id = p.id) AS events
         FROM projects p WHERE name = 'Olivar España'`,
    );
    expect(project).toEqual({ contacts: 2_000, events: 20_000 });
  });

  it('has the specs of every attribute and parameter that a project has, and the source of its events', async () => {
    const catalogue = server.app.get(SpecCatalogue, { strict: false });
    for (const { id } of await rows<{ id: string }>('SELECT id FROM projects')) {
      const specs = await catalogue.of(id);
      const own = specs.attributes.filter(({ custom }) => custom).map(({ uid }) => uid);
      const used = await rows<{ key: string }>(
        `SELECT DISTINCT jsonb_object_keys(attributes) AS key FROM contacts WHERE project_id = '${id}' ORDER BY 1`,
      );
      expect(own).toEqual(used.map(({ key }) => key));
      const events = await rows<{ type: string; keys: string[] }>(
        `SELECT e.type, array_agg(DISTINCT key ORDER BY key) AS keys
         FROM contact_events e, jsonb_object_keys(parameters) AS key
         JOIN data_sources s ON s.type = 'api'
         WHERE e.project_id = '${id}' AND s.id = e.data_source_id AND s.project_id = e.project_id GROUP BY e.type`,
      );
      const parametersOf = ({ type }: { type: string }) =>
        specs.event(type)?.parameters.map(({ parameter }) => parameter);
      expect(events.length).toBeGreaterThan(0);
      expect(events.map(parametersOf)).toEqual(events.map(({ keys }) => keys));
    }
  });

  it('has segments, campaigns, automations and senders in every project', async () => {
    for (const table of ['segments', 'campaigns', 'automations', 'senders']) {
      expect(await rows(`SELECT DISTINCT project_id FROM ${table}`)).toHaveLength(5);
    }
  });

  it('has mobile numbers that are valid, one for each contact', async () => {
    const contacts = await rows<{ phone_mobile: string; country: string }>(
      `SELECT phone_mobile, country FROM contacts JOIN projects p ON p.id = project_id
        WHERE phone_mobile IS NOT NULL AND p.name = 'Olivar España'`,
    );
    expect(new Set(contacts.map(({ phone_mobile }) => phone_mobile)).size).toBe(contacts.length);
    for (const { phone_mobile, country } of contacts) {
      const number = parsePhoneNumberFromString(phone_mobile);
      expect([phone_mobile, number?.isValid(), number?.country]).toEqual([
        phone_mobile,
        true,
        country,
      ]);
      expect(number?.getType()).toMatch(/MOBILE/);
    }
  });

  it('has numbers in ranges that nobody was given only', async () => {
    const others = await rows(
      `SELECT phone_mobile FROM contacts WHERE phone_mobile !~
        '^[+](34735[0-9]{6}|1[0-9]{3}55501[0-9]{2}|49176040690[0-9]{2}|467017406(0[5-9]|[1-9][0-9]))$'`,
    );
    expect(others).toEqual([]);
  });

  it.each([
    ['Lives in Spain', `country = 'ES'`],
    ['May be texted', 'accepts_marketing_sms AND is_subscribed_sms'],
    ['Gold members', `attributes ->> 'loyalty_tier' = 'gold'`],
    ['Large baskets', `(attributes ->> 'average_basket')::numeric >= 60`],
    ['No phone number', 'phone_mobile IS NULL'],
    [
      'Bought twice in 90 days',
      `(SELECT count(*) FROM contact_events e WHERE e.project_id = contacts.project_id
         AND e.contact_id = contacts.id AND type = 'purchase'
         AND occurred_at BETWEEN (SELECT (last_computed_at AT TIME ZONE timezone - interval '90 days') AT TIME ZONE timezone
           FROM projects WHERE projects.id = contacts.project_id) AND last_computed_at) >= 2`,
    ],
  ])('counts in the segment "%s" what its rule says', async (name, condition) => {
    const segments = await rows<{ last_count: number; counted: number }>(
      `SELECT last_count, (SELECT count(*)::int FROM contacts
          WHERE contacts.project_id = segments.project_id AND (${condition})) AS counted
         FROM segments WHERE name = '${name}'`,
    );
    expect(segments).toHaveLength(5);
    for (const { last_count, counted } of segments) expect(last_count).toBe(counted);
    expect(Math.max(...segments.map(({ last_count }) => last_count))).toBeGreaterThan(0);
  });

  it('has two verified apps of a company that is in no project of others: one reads, one sends', async () => {
    const apps = await rows<{ approved: string[] }>(
      `SELECT tier, origin, redirect_uris, token_endpoint_auth_method AS method,
              approved_scopes AS approved
         FROM clients JOIN app_verifications ON client_id = clients.id
        WHERE tier = 'verified' AND organisation_id = (SELECT organisation_id FROM projects WHERE kind = 'sandbox')
        ORDER BY clients.id`,
    );
    const standing = {
      ...{ tier: 'verified', origin: 'portal', method: 'none' },
      redirect_uris: ['http://127.0.0.1/callback'],
    };
    expect(apps).toMatchObject([standing, standing]);
    const [reading = [], sending = []] = apps.map(({ approved }) => approved);
    expect(reading).toEqual(expect.arrayContaining(['audience:list', 'segments:read']));
    expect(reading).not.toContain('campaigns:send');
    expect(sending).toEqual(expect.arrayContaining(['contacts:ingest', 'campaigns:send']));
  });

  it('can pay for a message to every contact of every project', async () => {
    const prices = server.app.get(Prices, { strict: false });
    const funds = server.app.get(Funds, { strict: false });
    const organisations = await rows<{ id: string; countries: string[]; contacts: number }>(
      `SELECT organisation_id AS id, array_agg(DISTINCT country) AS countries, count(*)::int AS contacts
         FROM contacts JOIN projects p ON p.id = project_id GROUP BY organisation_id`,
    );
    expect(organisations).toHaveLength(3);
    for (const { id, countries, contacts } of organisations) {
      const served = await prices.of(id, countries);
      expect([...served.keys()].sort()).toEqual([...countries].sort());
      const dearest = [...served.values()].reduce((most, price) => (price > most ? price : most));
      const { available, reserved } = await funds.balanceOf(id);
      expect(BigInt(available)).toBeGreaterThan(dearest * BigInt(contacts));
      expect(reserved).toBe('0');
    }
  });

  it('has a default sender that may be used in every project', async () => {
    expect(
      await rows(
        `SELECT project_id FROM senders WHERE is_default AND status = 'approved' AND 'ES' = ANY (countries)`,
      ),
    ).toHaveLength(5);
  });

  it('is audited like anything else', async () => {
    const types = await rows<{ type: string }>('SELECT DISTINCT type FROM audit_events');
    expect(types.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        ...['organisation.created', 'user.created', 'client.registered', 'funds.added'],
      ]),
    );
  });

  it('is made once, whoever starts again', async () => {
    expect(await seedDemo(server.app)).toBe('present');
    expect(await rows('SELECT id FROM projects')).toHaveLength(5);
  });

  it('is the same people each time', () => {
    const [first, second] = [1, 2].map(() =>
      demoContacts('p', 50, 1, new Date(0)).map((contact) => ({ ...contact, id: '' })),
    );
    expect(first).toEqual(second);
  });
});

describe('a database that has data', () => {
  let server: TestApp;
  beforeAll(async () => (server = await TestApp.start()));
  afterAll(() => server.stop());

  it('is never touched', async () => {
    await storeRow(server.database, 'organisations', { name: 'Acme' });
    expect(await seedDemo(server.app)).toBe('foreign');
    expect(await server.database.query('SELECT name FROM organisations')).toEqual([
      { name: 'Acme' },
    ]);
  });

  it('is seeded by one of several servers that start at once', async () => {
    await server.database.query('DELETE FROM organisations');
    const states = await Promise.all([1, 2, 3].map(() => seedDemo(server.app)));
    expect(states.sort()).toEqual(['present', 'present', 'seeded']);
  });
});
