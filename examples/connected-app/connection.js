import { Campaign, isDone } from './campaign.js';
import { ProductApi } from './product-api.js';

/** @typedef {import('./oauth-client.js').OAuthClient} OAuthClient */
/** @typedef {import('./oauth-client.js').Tokens} Tokens */
/** @typedef {import('./product-api.js').Answer} Answer */
/** @typedef {{ campaign: Answer, report: Answer }} Progress */
/** @typedef {{ id: string, name: string, segments: Answer, contacts: Answer, campaign: Campaign, progress: Progress | null }} ProjectReport */

/** The one connection this example keeps, in memory. A real app keeps one per customer, in a safe place. */
export class Connection {
  /** @type {Tokens | null} */
  #tokens = null;
  /** @type {Map<string, string>} Names of projects we once could read, to see what they answer afterwards. */
  #known = new Map();
  /** @type {Map<string, Campaign>} One for each project. */
  #campaigns = new Map();

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
    this.#campaigns.clear();
  }

  /** Takes the next step of the campaign in a project. @param {string} project */
  async takeStep(project) {
    const campaign = this.#campaigns.get(project);
    const step = campaign?.next;
    if (this.#tokens && step) await campaign.take(this.#api(this.#tokens), step);
  }

  /** @param {Tokens} tokens */
  #api({ accessToken }) {
    return new ProductApi(this.oauth.settings.issuer, accessToken);
  }

  /** Asks the server for all that the page shows; refusals are part of it. */
  async report() {
    if (!this.#tokens) return null;
    const api = this.#api(this.#tokens);
    const projects = [...this.#known].map(async ([id, name]) => ({
      id,
      name,
      segments: await api.segments(id),
      contacts: await api.contacts(id),
      ...(await this.#campaignOf(id, api)),
    }));
    return { account: await api.whoAmI(), projects: await Promise.all(projects) };
  }

  /** @param {string} project @param {ProductApi} api */
  async #campaignOf(project, api) {
    const campaign = this.#campaigns.get(project) ?? new Campaign(project);
    this.#campaigns.set(project, campaign);
    return {
      campaign,
      progress: isDone(campaign.answers.send) ? await campaign.follow(api) : null,
    };
  }
}
