import { Browser } from './browser.js';

/** @typedef {import('./browser.js').Page} Page */
/** @typedef {import('./html.js').Field} Field */

/** Somebody with an account at the server, at a browser without scripts, who reads labels and fills in forms. */
export class Person {
  /** @param {string} issuer @param {{ email: string, password: string }} account */
  constructor(issuer, { email, password }) {
    this.email = email;
    this.password = password;
    this.browser = new Browser(issuer);
  }

  /** Opens a link; signs in on the way if the server asks for it. @param {URL | string} url */
  async open(url) {
    const page = await this.browser.open(url);
    return asksToSignIn(page) ? this.signIn(page) : page;
  }

  /** @param {Page} page */
  signIn(page) {
    const form = page.form('email', 'password');
    return this.browser.submit(page, form, { email: this.email, password: this.password });
  }

  /** The projects a consent page offers, and which of them cannot be chosen. @param {Page} page */
  offeredProjects(page) {
    return consentForm(page).fields.filter(({ name }) => name === 'project');
  }

  /**
   * Ticks the projects with these names and no other, and lets the app in.
   * @param {Page} page
   * @param {readonly string[]} names
   */
  allow(page, names) {
    const offered = this.offeredProjects(page);
    const project = names.map((name) => {
      const field = offered.find(({ label }) => label === name);
      if (!field) throw new Error(`${page.describe()} does not offer "${name}"`);
      return field.value;
    });
    return this.browser.submit(page, consentForm(page), { project, decision: 'allow' });
  }

  /** @param {Page} page */
  deny(page) {
    return this.browser.submit(page, consentForm(page), { decision: 'deny' });
  }

  /**
   * Disconnects an app on the page of connected apps: one project of it, or all of it.
   * @param {string} grant
   * @param {string} [project]
   */
  async disconnect(grant, project) {
    const list = await this.open('/dashboard/connected-apps');
    const path = ['disconnect', ...(project === undefined ? [] : [project])].join('/');
    const link = list.links.find(({ href }) => href.includes(grant) && href.endsWith(path));
    if (!link) throw new Error(`${list.describe()} has no link to disconnect ${project ?? grant}`);
    const question = await this.open(link.href);
    const form = question.forms.find(({ action }) => action.endsWith(path));
    if (!form) throw new Error(`${question.describe()} has no form to confirm`);
    return this.browser.submit(question, form, {});
  }
}

/** @param {Page} page */
const consentForm = (page) => page.form('decision');

/** @param {Page} page */
const asksToSignIn = (page) =>
  page.forms.some(({ fields }) => fields.some(({ type }) => type === 'password'));
