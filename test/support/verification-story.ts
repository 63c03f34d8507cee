import { fromWireId, toWireId } from '../../src/kernel/ids.js';
import type { User } from '../../src/modules/accounts/users.service.js';
import type { ContentChanges } from '../../src/modules/reviews/app-content.js';
import type { Saved } from '../../src/modules/reviews/app-version.js';
import { AppVersions } from '../../src/modules/reviews/app-versions.service.js';
import { Database } from '../../src/platform/database/database.js';
import type { Customer } from './actors/customer.js';
import { Organisation } from './actors/organisation.js';
import { Browser, hiddenFields, type BrowserPage } from './browser.js';
import { askOnly, recordsOn } from './domain-owner.js';
import { NameServer } from './name-server.js';
import { PASSWORD, signUpStaff } from './shortcuts.js';
import { SentMails } from './sent-mails.js';
import { TestApp } from './test-app.js';

interface Reviewer {
  readonly user: User;
  readonly browser: Browser;
}

/** A developer with an app, and two reviewers, each with a browser; a name server where the developer publishes. */
export class VerificationStory {
  /** The app that the pages are of, `app_…`. */
  app = '';

  private constructor(
    readonly server: TestApp,
    readonly names: NameServer,
    readonly mails: SentMails,
    private readonly organisation: Organisation,
    readonly dario: Customer,
    private readonly reviewers: readonly Reviewer[],
  ) {}

  static async begin(): Promise<VerificationStory> {
    const mails = new SentMails();
    const server = await TestApp.start({ DATA_DIRECTORY: mails.directory });
    const names = await NameServer.start();
    askOnly(server, names);
    const organisation = await Organisation.of(server);
    const bakery = await organisation.createProject('Bakery');
    const dario = await organisation.person('Dario', [[bakery, 'developer']]);
    const reviewers = [await reviewer(server, 'Rita'), await reviewer(server, 'Ruben')];
    const story = new VerificationStory(server, names, mails, organisation, dario, reviewers);
    story.app = await story.register('Bread Robot', 'bread.example');
    return story;
  }

  async end(): Promise<void> {
    this.names.stop();
    await this.server.stop();
    this.mails.burn();
  }

  /** The UUID of the app. */
  get id(): string {
    return fromWireId('app', this.app) ?? '';
  }

  get path(): string {
    return `/developers/apps/${this.app}/verification`;
  }

  /** Through the form of the portal. @returns `app_…`; empty if it was refused */
  async register(name: string, host: string): Promise<string> {
    const path = '/developers/new';
    const of = `${path}?kind=web&organisation=${toWireId('org', this.organisation.organisationId)}`;
    const { html } = await this.dario.open(of);
    const answer = await this.dario.browser.post(path, [
      ...Object.entries({
        ...hiddenFields(html, path),
        ...{ client_name: name, client_uri: `https://${host}/` },
        ...{ redirect_uris: `https://app.${host}/callback`, support_email: `help@${host}` },
        ...{ tos_uri: `https://${host}/terms`, policy_uri: `https://${host}/privacy` },
        ...{ security_email: `security@${host}`, token_endpoint_auth_method: 'none' },
        ...{ 'reason:project:read': 'To show its name.', 'reason:audience:read': 'To count.' },
      }),
      ['scope', 'project:read'],
      ['scope', 'audience:read'],
    ]);
    return /app_\w{26}/.exec(answer.html + (answer.headers.get('location') ?? ''))?.[0] ?? '';
  }

  page(): Promise<BrowserPage> {
    return this.dario.open(this.path);
  }

  /** Sends a form of the page. */
  async does(what: string, fields: Record<string, string> = {}): Promise<BrowserPage> {
    return this.dario.browser.submit(await this.page(), `${this.path}/${what}`, fields);
  }

  /** Sends it though the page offers no such form any more. */
  async doesBlindly(what: string): Promise<BrowserPage> {
    const fields = hiddenFields((await this.page()).html, `${this.path}/domains`);
    return this.dario.browser.post(`${this.path}/${what}`, fields);
  }

  /** Publishes the tokens that the page shows. */
  async publish(): Promise<void> {
    for (const [name, token] of recordsOn((await this.page()).html)) {
      this.names.publishText(name, token);
    }
  }

  /** Moves an app to another organisation. @returns the one that had it */
  async give(clientId: string, organisationId: string): Promise<string> {
    const { database } = this.server;
    const [before] = await database.query<{ organisation_id: string }>(
      'SELECT organisation_id FROM clients WHERE id = $1',
      [clientId],
    );
    const values = [clientId, organisationId];
    await database.query('UPDATE clients SET organisation_id = $2 WHERE id = $1', values);
    return before?.organisation_id ?? '';
  }

  save(changes: ContentChanges): Promise<Saved> {
    const actor = { kind: 'user', userId: this.dario.user.id } as const;
    return this.server.app
      .get(Database)
      .transaction((tx) => this.versions.save(tx, this.id, changes, actor));
  }

  async state(): Promise<string | undefined> {
    return (await this.versions.list(this.id))[0]?.state;
  }

  /** Path of the first version in the queue; empty if there is none. */
  async queued(): Promise<string> {
    const { html } = await this.reviewer(0).get('/staff');
    return /\/staff\/reviews\/rev_\w{26}/.exec(html)?.[0] ?? '';
  }

  reviewer(index: number): Browser {
    const found = this.reviewers[index];
    if (!found) throw new Error('There is no such reviewer.');
    return found.browser;
  }

  /** A reviewer takes the first version in the queue. @returns its path */
  async take(index: number): Promise<string> {
    const version = await this.queued();
    const shown = await this.reviewer(index).get(version);
    const { status } = await this.reviewer(index).submit(shown, `${version}/take`);
    if (status !== 303) throw new Error(`It was not taken: ${String(status)}`);
    return version;
  }

  async decide(
    index: number,
    version: string,
    fields: Record<string, string>,
    scopes: readonly string[] = [],
  ): Promise<BrowserPage> {
    const { html } = await this.reviewer(index).get(version);
    return this.reviewer(index).post(`${version}/decide`, [
      ...Object.entries({ ...hiddenFields(html, `${version}/decide`), ...fields }),
      ...scopes.map((scope): [string, string] => ['scope', scope]),
    ]);
  }

  private get versions(): AppVersions {
    return this.server.app.get(AppVersions, { strict: false });
  }
}

async function reviewer(server: TestApp, name: string): Promise<Reviewer> {
  const user = await signUpStaff(server, name);
  const browser = new Browser(server.origin);
  await browser.signIn(user.email, PASSWORD);
  return { user, browser };
}
