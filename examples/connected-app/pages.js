import { campaignSteps } from './campaign-steps.js';
import { html } from './html-text.js';
import { answerLine, button } from './page-parts.js';
import { STYLE } from './style.js';

/** @typedef {import('./oauth-client.js').OAuthClient} OAuthClient */
/** @typedef {import('./oauth-client.js').Tokens} Tokens */
/** @typedef {import('./connection.js').ProjectReport} ProjectReport */
/** @typedef {import('./product-api.js').Answer} Answer */
/** @typedef {{ scope: string, reason: string }} Withheld */

/** @param {string} title @param {...unknown} body */
const page = (title, ...body) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Bakery Insights</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <header>
          <p class="brand">Bakery Insights</p>
          <p class="soft">An example app. It knows the address of the server, and nothing else.</p>
        </header>
        <main>${body}</main>
      </body>
    </html>`;

/** @param {OAuthClient} oauth */
export const welcomePage = (oauth) =>
  page(
    'Welcome',
    html`<section>
      <h1>See your customers in one place</h1>
      <p>
        Connect your account at <strong>${oauth.settings.issuer}</strong>. You choose the projects,
        and you can disconnect us there at any time.
      </p>
      ${button('/connect', 'Connect', { kind: 'primary' })}
      <p class="soft">We will ask for:</p>
      ${chips(oauth.settings.scope.split(' '))}
    </section>`,
  );

/**
 * @param {OAuthClient} oauth
 * @param {Tokens} tokens
 * @param {{ account: Answer, projects: ProjectReport[] }} report
 */
export const appPage = (oauth, tokens, { account, projects }) =>
  account.status === 401
    ? page('Disconnected', refusedSection(oauth, account))
    : page(
        'Connected',
        tokenSection(oauth, tokens),
        projects.map((project) => projectSection(project, account)),
      );

/** @param {unknown} fault */
export const faultPage = (fault) =>
  page(
    'Something went wrong',
    html`<section>
      <h1>That did not work</h1>
      <p class="fault">${describe(fault)}</p>
      <p><a href="/">Back to the start</a></p>
    </section>`,
  );

/** openid-client puts what the server said into `error` and `error_description`. @param {unknown} fault */
function describe(fault) {
  if (!(fault instanceof Error)) return String(fault);
  const { error, error_description: description, message } = /** @type {any} */ (fault);
  return error ? `${error}: ${description ?? message}` : message;
}

/** @param {OAuthClient} oauth @param {Answer} account */
const refusedSection = (oauth, account) =>
  html`<section>
    <h1>The server no longer lets us in</h1>
    <p>You disconnected us, or the access ended. Our tokens are worth nothing now:</p>
    ${answerLine(account)}
    <div class="actions">
      ${button('/connect', 'Connect again', { kind: 'primary' })}
      ${button('/refresh', 'Try to refresh the tokens')}
      ${button('/forget', 'Forget the connection')}
    </div>
  </section>`;

/** @param {OAuthClient} oauth @param {Tokens} tokens */
const tokenSection = (oauth, { accessToken, refreshToken, expiresAt }) =>
  html`<section>
    <h1>Connected</h1>
    <dl>
      <dt>Server</dt>
      <dd>${oauth.settings.issuer}</dd>
      <dt>Our client id</dt>
      <dd><code>${oauth.clientId}</code></dd>
      <dt>Access token</dt>
      <dd><code>${mask(accessToken)}</code> until ${expiresAt.toISOString().slice(11, 19)} UTC</dd>
      <dt>Refresh token</dt>
      <dd><code>${refreshToken ? mask(refreshToken) : 'none'}</code></dd>
    </dl>
    <div class="actions">
      ${button('/refresh', 'Refresh the tokens', { kind: 'primary' })}
      <a class="button" href="/">Reload</a>
      ${button('/disconnect', 'Give the access back', { kind: 'danger' })}
    </div>
    <p class="soft">
      Disconnect us, or one project, at
      <a href="${oauth.settings.issuer}/dashboard/connected-apps">your connected apps</a>, then
      reload.
    </p>
  </section>`;

/** @param {ProjectReport} project @param {Answer} account */
function projectSection({ id, name, segments, contacts, campaign, progress }, account) {
  const standing = account.body?.entity?.projects?.find(
    (/** @type {any} */ each) => each.id === id,
  );
  return html`<section>
    <h2>${name}</h2>
    ${
      standing
        ? html`<p class="soft">
              ${standing.organisation.name} · you are ${standing.role} · plan ${standing.plan}
            </p>
            ${chips(standing.scope.split(' ').filter(Boolean))} ${withheldList(standing.withheld)}`
        : html`<p class="fault">No longer part of this connection.</p>`
    }
    <h3>Segments</h3>
    ${segments.status === 200 ? segmentTable(segments.body.entities) : answerLine(segments)}
    <h3>First contacts</h3>
    ${contacts.status === 200 ? contactTable(contacts.body.entities) : answerLine(contacts)}
    <h3>A campaign</h3>
    ${campaignSteps(campaign, progress, name)}
  </section>`;
}

/** @param {readonly string[]} scopes */
const chips = (scopes) =>
  html`<ul class="chips">
    ${scopes.map((scope) => html`<li>${scope}</li>`)}
  </ul>`;

/** @param {readonly Withheld[]} withheld */
const withheldList = (withheld) =>
  withheld.length > 0 &&
  html`<ul class="chips withheld">
    ${withheld.map(({ scope, reason }) => html`<li>${scope} <em>withheld: ${reason}</em></li>`)}
  </ul>`;

/** @param {readonly any[]} segments */
const segmentTable = (segments) =>
  html`<table>
    <thead>
      <tr>
        <th>Name</th>
        <th>Type</th>
        <th class="number">Contacts</th>
      </tr>
    </thead>
    <tbody>
      ${segments.map(
        ({ name, type, lastCount }) =>
          html`<tr>
            <td>${name}</td>
            <td>${type}</td>
            <td class="number">${lastCount ?? '–'}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;

/** @param {readonly any[]} contacts */
const contactTable = (contacts) =>
  html`<table>
    <thead>
      <tr>
        <th>Name</th>
        <th>Phone</th>
        <th>Country</th>
      </tr>
    </thead>
    <tbody>
      ${contacts.map(
        ({ id, attributesData: of }) =>
          html`<tr>
            <td>${[of._first_name, of._last_name].filter(Boolean).join(' ') || id}</td>
            <td>${'_phone_mobile' in of ? (of._phone_mobile ?? 'none') : 'hidden'}</td>
            <td>${of._country ?? '–'}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;

/** @param {string} token */
const mask = (token) => `${token.slice(0, 9)}…${token.slice(-4)}`;
