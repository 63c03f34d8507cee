import { ScopeSet } from '../../../src/kernel/scope-set.js';
import { ClientsService } from '../../../src/modules/clients/clients.service.js';
import { RereadDocumentsJob } from '../../../src/modules/clients/internal/metadata-documents/reread-documents.job.js';
import { AppVerifications } from '../../../src/modules/verification/app-verifications.service.js';
import { Database } from '../../../src/platform/database/database.js';
import { ThirdPartyApp } from '../../support/actors/third-party-app.js';
import { DocumentHost } from '../../support/document-host.js';
import { TestApp } from '../../support/test-app.js';
import { World } from '../../support/world.js';

const url = 'https://app.test/client.json';
const answersAt = ['https://app.test/callback'];

describe('the publisher of a metadata document', () => {
  let host: DocumentHost;
  let server: TestApp;

  beforeAll(async () => {
    host = await DocumentHost.start();
    server = await TestApp.start(host.variables('app.test', 'claude.ai'));
  });
  afterAll(async () => {
    await server.stop();
    await host.stop();
  });
  afterEach(async () => {
    await server.database.query('DELETE FROM clients WHERE metadata_uri = $1', [url]);
  });

  const publish = (client_name = 'Bread Robot', redirect_uris = answersAt, at = url) => {
    host.publish(at, { client_id: at, client_name, redirect_uris });
  };
  const authorize = (clientId = url, redirectUri = answersAt[0] ?? '') =>
    server.http.get('/oauth/authorize').query({
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'segments:read',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
  const change = (sql: string) =>
    server.database.query(`UPDATE clients SET ${sql} WHERE metadata_uri = $1`, [url]);
  const row = async (of = url) => {
    const [found] = await server.database.query<Record<string, unknown>>(
      'SELECT name, claimed_name FROM clients WHERE metadata_uri = $1',
      [of],
    );
    return found;
  };
  const reread = () => server.app.get(RereadDocumentsJob, { strict: false }).run();

  describe('that takes a name', () => {
    it.each([
      ['Claude', { name: 'App at app.test', claimed_name: 'Claude' }],
      ['ＣｈａｔＧＰＴ', { name: 'App at app.test', claimed_name: 'ChatGPT' }],
      ['Bread Robot', { name: 'Bread Robot', claimed_name: null }],
    ])('of %s is shown as what is certain (C9)', async (name, shown) => {
      publish(name);
      await authorize().expect(303);
      expect(await row()).toMatchObject(shown);
    });

    it('keeps it at its own address (C9)', async () => {
      const claude = 'https://claude.ai/oauth/client.json';
      publish('Claude', ['https://claude.ai/api/mcp/auth_callback'], claude);
      await authorize(claude, 'https://claude.ai/api/mcp/auth_callback').expect(303);
      expect(await row(claude)).toMatchObject({ name: 'Claude', claimed_name: null });
    });

    it.each(['Сlaude', 'C1aude', 'Bread Rоbot'])(
      'is refused when the name only looks like one, as in %s (C9)',
      async (name) => {
        publish(name);
        const { text } = await authorize().expect(400);
        expect(text).toContain('client_name');
        expect(await row()).toBeUndefined();
      },
    );
  });

  describe('that was away for a month', () => {
    const review = async () => {
      await authorize().expect(303);
      const client = await server.app.get(ClientsService, { strict: false }).findByClientId(url);
      const verification = {
        tier: 'verified' as const,
        approvedScopes: ScopeSet.empty,
        verifiedDomain: 'app.test',
      };
      await server.app
        .get(Database, { strict: false })
        .transaction((tx) =>
          server.app
            .get(AppVerifications, { strict: false })
            .decide(tx, client?.id ?? '', verification),
        );
    };
    const tier = async () => {
      const client = await server.app.get(ClientsService, { strict: false }).findByClientId(url);
      if (!client) throw new Error('The app is not known.');
      return (await server.app.get(AppVerifications, { strict: false }).verificationOf(client))
        .tier;
    };
    beforeEach(async () => {
      publish();
      await review();
    });

    it.each([
      ['could not be reached', 503, '31 days', 'self_registered'],
      ['said that it was gone', 410, '31 days', 'self_registered'],
      ['could not be reached for less', 503, '29 days', 'verified'],
      ['said that it was gone for less', 410, '29 days', 'verified'],
    ])(
      'is not believed to be the same when it %s (%d, %s): %s (C17)',
      async (_, status, age, after) => {
        const past = `now() - interval '${age}'`;
        await change(
          `state = 'approved', approved_at = ${past}, metadata_fetched_at = ${past}, metadata_fresh_until = ${past}`,
        );
        host.fail(url, status);
        await authorize().expect(400);
        await reread();
        publish();
        await authorize().expect(303);
        expect(await tier()).toBe(after);
      },
    );

    it('is read daily while its app is in use, so that a quiet app was not away (C17, CIMD-11)', async () => {
      const before = host.timesAsked(url);
      await change(
        `metadata_fetched_at = now() - interval '19 hours', metadata_fresh_until = now()`,
      );
      await change(`state = 'approved', approved_at = now()`);
      await reread();
      expect(host.timesAsked(url)).toBe(before);
      await change(`metadata_fetched_at = now() - interval '21 hours'`);
      await reread();
      expect(host.timesAsked(url)).toBe(before + 1);
      await reread();
      expect(host.timesAsked(url)).toBe(before + 1);
    });

    it('is not read for an app that nobody let in', async () => {
      const before = host.timesAsked(url);
      await change(`metadata_fetched_at = now() - interval '3 days', metadata_fresh_until = now()`);
      await reread();
      expect(host.timesAsked(url)).toBe(before);
    });
  });

  describe('that we know', () => {
    const claude = 'https://claude.ai/oauth/client.json';
    const redirectUri = 'https://claude.ai/api/mcp/auth_callback';
    const resource = () => `${server.origin}/mcp`;

    it('is believed when its document changes, but people are asked again (CIMD-14)', async () => {
      const { customer, project } = await new World(server).owner('Bread');
      const app = ThirdPartyApp.existing(server, { clientId: claude, redirectUri });
      const ask = async () => {
        const path = app.authorizePath('mcp:read', undefined, resource());
        return (await customer.browser.get(path)).headers.get('location');
      };

      publish('Claude', [redirectUri], claude);
      await app.connect('mcp:read', { customer, projects: [project], resource: resource() });
      expect(await ask()).toMatch(/^https:\/\/claude\.ai\/.*code=/);
      publish('Claude AI', [redirectUri], claude);
      await server.database.query('UPDATE clients SET metadata_fresh_until = now()');
      const page = (await ask()) ?? '';
      expect(page).toMatch(/^\/oauth\/consent\//);
      expect((await customer.open(page)).html).toContain('Known publisher');
    });
  });
});
