import { ProductApi } from './product-api.js';

/** @typedef {import('./oauth-client.js').OAuthClient} OAuthClient */
/** @typedef {import('./oauth-client.js').Tokens} Tokens */
/** @typedef {import('./product-api.js').Answer} Answer */
/** @typedef {{ id: string, name: string, segments: Answer, contacts: Answer }} ProjectReport */

/** The one connection this example keeps, in memory. A real app keeps one per customer, in a safe place. */
export class Connection {
  /** @type {Tokens | null} */
  #tokens = null;
  /** @type {Map<string, string>} Names of projects we once could read, to see what they answer afterwards. */
  #known = new Map();

  /** @param {OAuthClient} oauth */
  constructor(oauth) {
    this.oauth = oauth;
  }

  get tokens() {
    return this.#tokens;
  }

  /** @param {Tokens} tokens */
  keep(tokens) {
    this.#tokens = tokens;
    for (const { id, name } of tokens.projects) this.#known.set(id, name);
  }

  async refresh() {
    const refreshToken = this.#tokens?.refreshToken;
    if (!refreshToken) throw new Error('The server gave us no refresh token.');
    this.keep(await this.oauth.refresh(refreshToken));
  }

  /** Gives the access back to the server and forgets it. */
  async end() {
    const tokens = this.#tokens;
    this.forget();
    if (tokens) await this.oauth.revoke(tokens);
  }

  forget() {
    this.#tokens = null;
    this.#known.clear();
  }

  /** Asks the server for all that the page shows; refusals are part of it. */
  async report() {
    if (!this.#tokens) return null;
    const api = new ProductApi(this.oauth.settings.issuer, this.#tokens.accessToken);
    const projects = [...this.#known].map(async ([id, name]) => ({
      id,
      name,
      segments: await api.segments(id),
      contacts: await api.contacts(id),
    }));
    return { account: await api.whoAmI(), projects: await Promise.all(projects) };
  }
}
