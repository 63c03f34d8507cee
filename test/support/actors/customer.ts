import type { User } from '../../../src/modules/accounts/users.service.js';
import { Browser, type BrowserPage } from '../browser.js';
import { decide } from '../consent-page.js';
import { summaryOf } from '../page-summary.js';
import { PASSWORD, signUp } from '../shortcuts.js';
import type { TestApp } from '../test-app.js';
import type { TestProject } from './organisation.js';

/** More redirects in a row are a loop. */
const MOST_HOPS = 10;

/** A person's decision on the consent page: projects, scopes, and the button. */
export interface Decision {
  readonly projects: readonly Pick<TestProject, 'wireId'>[];
  readonly scopes: readonly string[];
  readonly decision?: 'allow' | 'deny';
}

/** A person with an account and a browser, who decides on consent pages. */
export class Customer {
  private constructor(
    readonly user: User,
    readonly browser: Browser,
  ) {}

  /** A person with an existing account. */
  static of(server: TestApp, user: User): Customer {
    return new Customer(user, new Browser(server.address));
  }

  /** A new person, not signed in yet. */
  static async join(server: TestApp, name = 'Ana'): Promise<Customer> {
    return Customer.of(server, await signUp(server, name));
  }

  async signIn(): Promise<void> {
    await this.browser.signIn(this.user.email, PASSWORD);
  }

  /** Opens a page, signs in if the server asks for it, and stops at a redirect to another host. */
  async open(location: string): Promise<BrowserPage & { path: string }> {
    let path = location;
    let page = await this.browser.get(path);
    for (let hop = 0; page.status === 303; hop++) {
      if (hop === MOST_HOPS) throw new Error(`No end of redirects, at ${path}`);
      path = page.headers.get('location') ?? '';
      if (!path.startsWith('/')) break;
      page = path.startsWith('/login')
        ? await this.browser.signIn(this.user.email, PASSWORD, path)
        : await this.browser.get(path);
    }
    return { ...page, path };
  }

  /**
   * Follows an app's link, and decides on the consent page, if shown. @returns the URL to which the person is
   * redirected
   */
  async answer(authorizeUrl: URL, decision: Decision): Promise<URL> {
    const page = await this.open(authorizeUrl.pathname + authorizeUrl.search);
    if (!page.path.startsWith('/')) return new URL(page.path);
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
