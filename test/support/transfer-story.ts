import { toWireId } from '../../src/kernel/ids.js';
import type { Customer } from './actors/customer.js';
import { Organisation, type SecretApp, type TestProject } from './actors/organisation.js';
import { hiddenFields, type BrowserPage } from './browser.js';
import { runQueued } from './queued-jobs.js';
import { verifyEmail } from './shortcuts.js';
import type { TestApp } from './test-app.js';

export const TRANSFERS = '/developers/transfers';

/** Olivia of Corner Bakery has an app, and Milo develops for Mill Ltd: neither belongs to the other organisation. */
export class TransferStory {
  private constructor(
    readonly server: TestApp,
    readonly bakery: Organisation,
    readonly shop: TestProject,
    readonly mill: Organisation,
    readonly olivia: Customer,
    readonly milo: Customer,
    readonly app: SecretApp,
  ) {}

  static async begin(server: TestApp, name = 'Nightly Sync'): Promise<TransferStory> {
    const bakery = await Organisation.of(server);
    const shop = await bakery.createProject('Bakery');
    const mill = await Organisation.of(server, 'Mill Ltd');
    const olivia = await bakery.person('Olivia', [[shop, 'owner']]);
    const milo = await mill.person('Milo', [[await mill.createProject('Mill'), 'developer']]);
    await verifyEmail(server, milo.user.id);
    const app = await bakery.app(name);
    return new TransferStory(server, bakery, shop, mill, olivia, milo, app);
  }

  get ownership(): string {
    return `/developers/apps/${this.app.clientId}/ownership`;
  }

  /** Olivia types an address and the name of the app. */
  async offer(email = this.milo.user.email, name = 'Nightly Sync'): Promise<BrowserPage> {
    const fields = { email, offer_name: name };
    const page = await this.olivia.open(this.ownership);
    return this.olivia.browser.submit(page, `${this.ownership}/offer`, fields);
  }

  async withdraw(): Promise<BrowserPage> {
    const path = `${this.ownership}/offer/withdraw`;
    return this.olivia.browser.submit(await this.olivia.open(this.ownership), path);
  }

  /** The path of the page of the person's first offer; empty without one. */
  async pathOf(person: Customer): Promise<string> {
    const { html } = await person.open(TRANSFERS);
    return /href="(\/developers\/transfers\/trf_\w+)"/.exec(html)?.[1] ?? '';
  }

  /** Milo answers on the page of the offer; `path` also for one that is no more. */
  async answer(
    decision: 'accept' | 'decline',
    { person = this.milo, to = this.mill, path = '' } = {},
  ): Promise<BrowserPage> {
    const action = path || (await this.pathOf(this.milo));
    const page = await person.open(TRANSFERS);
    return person.browser.post(action, {
      ...hiddenFields(page.html, '/logout'),
      ...{ decision, organisation: toWireId('org', to.organisationId) },
    });
  }

  /** Sends the mails about offers, so that they are queued. */
  sendOffers(): Promise<void> {
    return runQueued(this.server, 'transfer-offered');
  }

  async ownerId(): Promise<string | undefined> {
    const [row] = await this.server.database.query<{ id: string }>(
      'SELECT organisation_id AS id FROM clients WHERE id = $1',
      [this.app.id],
    );
    return row?.id;
  }

  eventsOf(type: string): Promise<{ actor: object; context: object }[]> {
    return this.server.database.query(
      `SELECT actor, context FROM audit_events WHERE type = $1 AND target ->> 'id' = $2`,
      [type, this.app.id],
    );
  }
}
