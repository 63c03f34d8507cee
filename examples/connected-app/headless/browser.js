import { formsOf, linksOf, textOf, titleOf } from './html.js';

/** @typedef {import('./html.js').Form} Form */
/** @typedef {import('./html.js').Field} Field */

/** A page as a person without scripts sees it; `leavingTo` is set when the server sent them elsewhere. */
export class Page {
  /** @param {{ url: URL, status: number, html: string, leavingTo?: URL }} page */
  constructor({ url, status, html, leavingTo }) {
    this.url = url;
    this.status = status;
    this.html = html;
    this.leavingTo = leavingTo;
  }

  get title() {
    return titleOf(this.html);
  }

  get text() {
    return textOf(this.html);
  }

  get forms() {
    return formsOf(this.html);
  }

  get links() {
    return linksOf(this.html);
  }

  /**
   * The first form that has all these fields or buttons.
   * @param {...string} names
   */
  form(...names) {
    const found = this.forms.find((form) => {
      const present = [...form.fields, ...form.buttons].map(({ name }) => name);
      return names.every((name) => present.includes(name));
    });
    if (!found) throw new Error(`${this.describe()} has no form with ${names.join(', ')}`);
    return found;
  }

  describe() {
    return `The page "${this.title}" (${String(this.status)} ${this.url.pathname})`;
  }
}

/** Keeps cookies, follows redirects within one origin, sends forms like a browser. Knows no page by heart. */
export class Browser {
  /** @type {Map<string, string>} */
  #cookies = new Map();

  /** @param {string} origin Where the server is; elsewhere this browser never goes. */
  constructor(origin) {
    this.origin = origin;
  }

  /** @param {string | URL} target */
  async open(target) {
    return this.#follow(new URL(target, this.origin), { method: 'GET' });
  }

  /**
   * Sends a form with `values` in place of its own; `undefined` leaves a field out. A check box or radio button
   * that nobody decides keeps its state.
   * @param {Page} page
   * @param {Form} form
   * @param {Record<string, string | readonly string[] | undefined>} values
   */
  async submit(page, form, values) {
    const entries = form.fields
      .filter(({ name, disabled }) => name !== '' && !disabled && !(name in values))
      .filter(({ type, checked }) => !['checkbox', 'radio'].includes(type) || checked)
      .map(({ name, value }) => [name, value]);
    for (const [name, value] of Object.entries(values)) {
      for (const each of [value ?? []].flat()) entries.push([name, each]);
    }
    const target = new URL(form.action || page.url, page.url);
    const body = new URLSearchParams(entries);
    if (form.method === 'POST') return this.#follow(target, { method: 'POST', body });
    target.search = body.toString();
    return this.#follow(target, { method: 'GET' });
  }

  /**
   * @param {URL} url
   * @param {{ method: string, body?: URLSearchParams }} request
   * @returns {Promise<Page>}
   */
  async #follow(url, request) {
    const response = await fetch(url, {
      ...request,
      redirect: 'manual',
      headers: {
        cookie: this.#cookieHeader(),
        origin: this.origin,
        'sec-fetch-site': 'same-origin',
      },
    });
    this.#keepCookies(response);
    const location = response.headers.get('location');
    if (location === null || response.status < 300 || response.status > 399) {
      return new Page({ url, status: response.status, html: await response.text() });
    }
    const next = new URL(location, url);
    if (next.origin === this.origin) return this.#follow(next, { method: 'GET' });
    return new Page({ url, status: response.status, html: '', leavingTo: next });
  }

  #cookieHeader() {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** @param {Response} response */
  #keepCookies(response) {
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const [name = '', ...value] = pair.split('=');
      this.#cookies.set(name, value.join('='));
    }
  }
}
