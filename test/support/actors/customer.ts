import type { User } from '../../../src/modules/accounts/users.service.js';
import { Browser, type BrowserPage } from '../browser.js';
import { decide } from '../consent-scene.js';
import { summaryOf } from '../page-summary.js';
import { createUser, PASSWORD } from '../people.js';
import type { TestApp } from '../test-app.js';
import type { TestProject } from './project-admin.js';

/** More redirects in a row lead in a circle. */
const MOST_HOPS = 10;

/** What a person does with a consent page: which projects and scopes stay ticked, and which button. */
export interface Decision {
  readonly projects: readonly TestProject[];
  readonly scopes: readonly string[];
  readonly decision?: 'allow' | 'deny';
}

/** A person with an account and a browser, who decides what apps may do. */
export class Customer {
  private constructor(
    readonly user: User,
    readonly browser: Browser,
  ) {}

  /** Somebody new, not signed in yet. */
  static async join(server: TestApp, name = 'Ana'): Promise<Customer> {
    return new Customer(await createUser(server, name), new Browser(server.origin));
  }

  /** Opens a page; signs in on the way if the server asks for it. */
  async open(location: string): Promise<BrowserPage & { path: string }> {
    let path = location;
    let page = await this.browser.get(path);
    for (let hop = 0; page.status === 303; hop++) {
      if (hop === MOST_HOPS) throw new Error(`No end of redirects, at ${path}`);
      path = page.headers.get('location') ?? '';
      page = path.startsWith('/login')
        ? await this.browser.signIn(this.user.email, PASSWORD, path)
        : await this.browser.get(path);
    }
    return { ...page, path };
  }

  /** Follows an app's link to the consent page and decides there. @returns where the person is sent */
  async answer(authorizeUrl: URL, decision: Decision): Promise<URL> {
    const page = await this.open(authorizeUrl.pathname + authorizeUrl.search);
    const ticks = {
      projects: decision.projects.map(({ wireId }) => wireId),
      scopes: decision.scopes,
    };
    const answer = await decide(
      this.browser,
      { page, action: page.path },
      ticks,
      decision.decision,
    );
    const location = answer.headers.get('location');
    if (!location) throw new Error(`No way back to the app but ${summaryOf(answer)}`);
    return new URL(location);
  }

  /** Disconnects the only connected app of this person: from one project, or as a whole. */
  async disconnect(project?: TestProject): Promise<void> {
    const { html } = await this.open('/dashboard/connected-apps');
    const end = project ? `/${project.wireId}` : '';
    const link = [...html.matchAll(/href="([^"]+\/disconnect(?:\/[^"]+)?)"/g)]
      .map(([, href]) => String(href))
      .find((href) => (project ? href.endsWith(end) : href.endsWith('/disconnect')));
    if (link === undefined) throw new Error('There is nothing to disconnect.');
    await this.browser.submit(await this.open(link), link);
  }
}
