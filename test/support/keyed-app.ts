import type { EntityManager } from 'typeorm';
import { PortalApps } from '../../src/modules/clients/portal-apps.service.js';
import { ScopeSet } from '../../src/kernel/scope-set.js';
import { AppVerifications } from '../../src/modules/verification/app-verifications.service.js';
import { Database } from '../../src/platform/database/database.js';
import type { Customer } from './actors/customer.js';
import { Organisation, type SecretApp, type TestProject } from './actors/organisation.js';
import { ASSERTION_TYPE, claimsFor, sign, type AppKey } from './assertions.js';
import { hiddenFields, type BrowserPage } from './browser.js';
import type { TestApp } from './test-app.js';

/** As the form of the settings takes it. */
export const keySet = (key: AppKey): string => JSON.stringify({ keys: [key.publicJwk] });

/** A service that authenticates with a key, connected to a project, and the owner of that, who manages it in the portal. */
export class KeyedApp {
  private constructor(
    private readonly server: TestApp,
    readonly organisation: Organisation,
    readonly bakery: TestProject,
    readonly olivia: Customer,
    readonly app: SecretApp,
  ) {}

  /** @param keys `jwks` or `jwks_uri` */
  static async register(
    server: TestApp,
    keys: Readonly<Record<string, unknown>>,
  ): Promise<KeyedApp> {
    const organisation = await Organisation.of(server);
    const bakery = await organisation.createProject('Bakery');
    const olivia = await organisation.person('Olivia', [[bakery, 'owner']]);
    const { client } = await server.app.get(Database).transaction((tx) =>
      server.app.get(PortalApps, { strict: false }).create(
        tx,
        organisation.organisationId,
        {
          client_name: 'Keyed Sync',
          client_uri: 'https://sync.example/',
          token_endpoint_auth_method: 'private_key_jwt',
          grant_types: ['client_credentials'],
          scope: 'project:read segments:read',
          ...keys,
        },
        { kind: 'system' },
      ),
    );
    const { id, clientId } = client;
    const app = { id, clientId, secret: '', path: `/dashboard/services/${clientId}` };
    await organisation.connect(olivia, app, { projects: [bakery] });
    return new KeyedApp(server, organisation, bakery, olivia, app);
  }

  /** Its settings in the portal. */
  get path(): string {
    return `/developers/apps/${this.app.clientId}/settings`;
  }

  service<T>(type: new (...parameters: never[]) => T): T {
    return this.server.app.get<T>(type, { strict: false });
  }

  in<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.server.app.get(Database).transaction(work);
  }

  /** Sends the form of the settings, with these fields alone. */
  async save(fields: Readonly<Record<string, string>>): Promise<BrowserPage> {
    const { html } = await this.olivia.open(this.path);
    return this.olivia.browser.post(this.path, { ...hiddenFields(html, this.path), ...fields });
  }

  /** A request that is authenticated with the key. */
  async post(path: string, key: AppKey, form: Readonly<Record<string, string>>) {
    return this.server.http
      .post(path)
      .type('form')
      .send({
        ...{ ...form, client_assertion_type: ASSERTION_TYPE },
        client_assertion: await sign(key, claimsFor(this.app.clientId, this.server.origin)),
      });
  }

  async tokenWith(key: AppKey): Promise<{ status: number; body: { access_token: string } }> {
    const form = { grant_type: 'client_credentials' };
    const { status, body } = await this.post('/oauth/token', key, form);
    return { status, body: body as { access_token: string } };
  }

  /** A review has verified it. */
  verify(): Promise<void> {
    return this.in((tx) =>
      this.service(AppVerifications).decide(tx, this.app.id, {
        ...{ tier: 'verified', verifiedDomain: 'sync.example' },
        approvedScopes: new ScopeSet(['project:read', 'segments:read']),
      }),
    );
  }
}
