import { OAuthClient } from '../oauth-client.js';
import { ProductApi } from '../product-api.js';
import { ACCOUNTS, SERVICE_APP } from './demo-data.js';
import { Person } from './person.js';
import { INVALID_TOKEN, isInvalidToken, refusal } from './refusals.js';

/** @typedef {import('./narrator.js').Narrator} Narrator */
/** @typedef {import('../settings.js').Settings} Settings */

/** An app of the owner's own organisation acts with nobody signed in, until it may not. @param {Narrator} narrator @param {Settings} settings */
export async function actAsService(narrator, settings) {
  narrator.act('An app of the organisation itself acts in its own name, with nobody signed in');
  const oauth = await narrator.step('Read the metadata as a registered app with a secret', () =>
    OAuthClient.prepare({ ...settings, ...SERVICE_APP }),
  );
  const owner = new Person(settings.issuer, ACCOUNTS.owner);
  const place = `/dashboard/services/${SERVICE_APP.clientId}`;
  const project = await connect(narrator, owner, place);
  const tokens = await narrator.step('Ask for a token, with nothing but id and secret', () =>
    oauth.actAlone(),
  );
  narrator.expect('no refresh token: the app can ask again', tokens.refreshToken === undefined);
  const api = new ProductApi(settings.issuer, tokens.accessToken);
  const { body } = await narrator.step('Who am I?', () => api.whoAmI());
  narrator.expect('a service, and no person', body.entity.kind === 'service' && !body.entity.user);
  const segments = await narrator.step('Segments of the project', () => api.segments(project));
  narrator.expect('200', segments.status === 200);
  await disconnect(narrator, owner, place);
  const refused = await narrator.step('The token, at the next call', () => api.whoAmI());
  narrator.expect(INVALID_TOKEN, isInvalidToken(refused));
  const error = await narrator.step('Ask for another token', () => errorOf(oauth.actAlone()));
  narrator.expect(refusal(400, 'unauthorized_client'), error === 'unauthorized_client');
}

/** Ticks the first project that can be, and whatever is ticked already. @param {Narrator} narrator @param {Person} owner @param {string} place */
async function connect(narrator, owner, place) {
  const page = await narrator.step(`${owner.email} opens ${place}`, () => owner.open(place));
  const form = page.form('project', 'scope');
  const offered = form.fields.find(({ name, disabled }) => name === 'project' && !disabled);
  const { value: project = '', label = '' } = offered ?? {};
  const list = await narrator.step(`Tick ${label}; connect`, () =>
    owner.browser.submit(page, form, { project }),
  );
  narrator.expect('the list of services says so', /\bConnected\b/.test(list.text));
  return project;
}

/** @param {Narrator} narrator @param {Person} owner @param {string} place */
async function disconnect(narrator, owner, place) {
  const question = await owner.open(`${place}/disconnect`);
  const form = question.forms.find(({ action }) => action === `${place}/disconnect`);
  if (!form) throw new Error(`${question.describe()} has no form to confirm`);
  await narrator.step('The owner disconnects it', () => owner.browser.submit(question, form, {}));
}

/** @param {Promise<unknown>} asked @returns {Promise<string | undefined>} */
const errorOf = (asked) =>
  asked.then(
    () => 'no error',
    (fault) => /** @type {{ error?: string }} */ (fault).error,
  );
