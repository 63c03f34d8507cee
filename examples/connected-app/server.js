import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { withCampaigns } from './campaign.js';
import { Complaint } from './complaint.js';
import { Connection } from './connection.js';
import { listen } from './listen.js';
import { OAuthClient } from './oauth-client.js';
import { appPage, faultPage, welcomePage } from './pages.js';

/** @typedef {import('./settings.js').Settings} Settings */
/** @typedef {import('./oauth-client.js').Departure} Departure */
/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {{ status: number, headers: Record<string, string>, body: string }} Reply */

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** @param {import('./html-text.js').Markup} page @returns {Reply} */
const show = (page, status = 200) => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: String(page),
});

/** @param {string} location @param {Record<string, string>} [headers] @returns {Reply} */
const goTo = (location, headers = {}) => ({
  status: 303,
  headers: { location, ...headers },
  body: '',
});

const goHome = () => goTo('/');

/** The pages of the app: connect, come back, look, refresh, give back. */
class Pages {
  /** @type {Map<string, Departure>} People on their way through the server's pages, by a cookie of ours. */
  #departures = new Map();

  /** @param {OAuthClient} oauth */
  constructor(oauth) {
    this.oauth = oauth;
    this.connection = new Connection(oauth);
  }

  /** @type {Readonly<Record<string, (request: Request, url: URL) => Promise<Reply>>>} */
  #routes = {
    'GET /': () => this.#home(),
    'GET /callback': (request, url) => this.#comeBack(request, url),
    'POST /connect': () => this.#connect(this.oauth.settings.scope),
    'POST /connect/campaigns': () => this.#connect(withCampaigns(this.oauth.settings.scope)),
    'POST /refresh': () => this.connection.refresh().then(goHome),
    'POST /disconnect': () => this.connection.end().then(goHome),
    'POST /forget': async () => {
      this.connection.forget();
      return goHome();
    },
    'POST /campaign': (_, { searchParams }) =>
      this.connection.takeStep(searchParams.get('project') ?? '').then(goHome),
  };

  /** @param {Request} request @param {URL} url @returns {Promise<Reply>} */
  async answer(request, url) {
    const route = this.#routes[`${request.method ?? ''} ${url.pathname}`];
    return route ? route(request, url) : show(faultPage('There is no such page.'), 404);
  }

  async #home() {
    const report = await this.connection.report();
    const { tokens } = this.connection;
    return show(report && tokens ? appPage(this.oauth, tokens, report) : welcomePage(this.oauth));
  }

  /** @param {string} scope */
  async #connect(scope) {
    const departure = await this.oauth.depart(scope);
    const key = randomBytes(16).toString('hex');
    this.#departures.set(key, departure);
    // Lax: the cookie must come back with the redirect from the server, and binds the answer to this browser.
    return goTo(departure.url.href, {
      'set-cookie': `departure=${key}; Path=/; HttpOnly; SameSite=Lax`,
    });
  }

  /** @param {Request} request @param {URL} url */
  async #comeBack(request, url) {
    const key = /(?:^|; )departure=([0-9a-f]{32})/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    const departure = this.#departures.get(key);
    this.#departures.delete(key);
    if (!departure)
      return show(faultPage('This answer belongs to no request of this browser.'), 400);
    this.connection.keep(await this.oauth.arrive(url, departure));
    return goTo('/');
  }
}

/** A form of another site must not press our buttons. @param {Request} request */
const comesFromUs = ({ method, headers }) =>
  method !== 'POST' || headers['sec-fetch-site'] === 'same-origin';

/** Listens until it is stopped, and registers the app. @param {Settings} settings */
export async function serve(settings) {
  const origin = new URL(settings.redirectUri).origin;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin);
    const work = comesFromUs(request)
      ? opening.then((pages) => pages.answer(request, url))
      : Promise.resolve(show(faultPage('This form did not come from this page.'), 403));
    void work
      .catch((error) => show(faultPage(error), 502))
      .then(({ status, headers, body }) =>
        response.writeHead(status, { ...HEADERS, ...headers }).end(body),
      );
  });
  // The port first: who cannot listen has nothing to register.
  const opening = listen(server, settings.port).then(() => open(settings));
  const { oauth } = await opening.catch((error) => {
    server.close();
    throw error;
  });
  console.log(`The example app is ready: open ${origin}`);
  console.log(`It is registered at ${settings.issuer} as ${oauth.clientId}.`);
}

/** @param {Settings} settings */
async function open(settings) {
  try {
    return new Pages(await OAuthClient.prepare(settings));
  } catch (error) {
    throw new Complaint(
      `${settings.issuer} answers, but does not let the app register: ${String(error)}. ` +
        'Is it the right server? npm run demo -- --issuer http://localhost:3000',
    );
  }
}
