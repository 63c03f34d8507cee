import { setTimeout as wait } from 'node:timers/promises';
import { OAuthClient } from '../oauth-client.js';
import { ProductApi } from '../product-api.js';
import { Narrator } from './narrator.js';
import { Person } from './person.js';
import { ACCOUNTS, VERIFIED_APP } from './demo-data.js';
import { INVALID_TOKEN, isInvalidToken, isRefusal, refusal } from './refusals.js';
import { letIn, tryFreePlan } from './scenes.js';
import { sendCampaign } from './sending.js';
import { actAsService } from './service.js';

/** @typedef {import('../settings.js').Settings} Settings */
/** @typedef {import('../oauth-client.js').Tokens} Tokens */
/** @typedef {{ narrator: Narrator, settings: Settings, oauth: OAuthClient, person: Person, tokens: Tokens, grant: string }} Stage */

/** Walks the whole story against a running server; true if every step was as it should be. @param {Settings} settings */
export async function walkStory(settings) {
  const narrator = new Narrator((line) => console.log(line));
  narrator.listen();
  try {
    const stage = await connect(narrator, settings);
    await read(stage);
    await readAsMarketer(narrator, settings);
    await refresh(stage);
    await disconnectOneProject(stage);
    await disconnectAll(stage);
    await replay(await connectAgain(stage));
    await actAsService(narrator, settings);
    await sendCampaign(narrator, settings);
    return narrator.end();
  } catch (fault) {
    return narrator.end(fault);
  }
}

/** @param {Narrator} narrator @param {Settings} settings @returns {Promise<Stage>} */
async function connect(narrator, settings) {
  narrator.act('An app nobody knows introduces itself, and a person lets it into two projects');
  const oauth = await narrator.step('Read the metadata and register', () =>
    OAuthClient.prepare(settings),
  );
  narrator.expect(`the app has a client id: ${oauth.clientId}`, oauth.clientId.startsWith('app_'));
  const { email = ACCOUNTS.owner.email, password = ACCOUNTS.owner.password } = settings;
  const person = new Person(settings.issuer, { email, password });
  await tryFreePlan(narrator, oauth, person);
  const tokens = await letIn(narrator, oauth, person, 2);
  const { body } = await new ProductApi(settings.issuer, tokens.accessToken).whoAmI();
  return { narrator, settings, oauth, person, tokens, grant: body.entity.grant.id };
}

/** @param {Stage} stage */
async function read({ narrator, settings, tokens }) {
  narrator.act('The app reads what it was let into, and nothing else');
  const api = new ProductApi(settings.issuer, tokens.accessToken);
  let read = 0;
  for (const { id, name } of tokens.projects) {
    const segments = await narrator.step(`Segments of ${name}`, () => api.segments(id));
    narrator.expect('200', segments.status === 200);
    const contacts = await narrator.step(`First contacts of ${name}`, () => api.contacts(id, 2));
    narrator.expect('200', contacts.status === 200);
    read += contacts.body.entities?.length ?? 0;
  }
  narrator.expect('there are contacts to read', read > 0);
  const foreign = await narrator.step('A project that was not ticked', () =>
    api.segments('prj_00000000000000000000000000'),
  );
  narrator.expect(refusal(404, 'not_found'), isRefusal(foreign, 404, 'not_found'));
  const [first] = tokens.projects;
  const unasked = await narrator.step('Something the app never asked for', () =>
    api.settings(first?.id ?? ''),
  );
  narrator.expect(
    `${refusal(403, 'insufficient_scope')}, and the challenge names the scope`,
    isRefusal(unasked, 403, 'insufficient_scope') &&
      (unasked.challenge ?? '').includes('scope="project:read"'),
  );
}

/** The verified demo app, let in by somebody who is no admin. @param {Narrator} narrator @param {Settings} settings */
async function readAsMarketer(narrator, settings) {
  narrator.act(
    'Another app, verified, is let in by somebody whose role holds less than it asks for',
  );
  const oauth = await narrator.step('Read the metadata as a registered app', () =>
    OAuthClient.prepare({ ...settings, ...VERIFIED_APP }),
  );
  const person = new Person(settings.issuer, ACCOUNTS.analyst);
  const tokens = await letIn(narrator, oauth, person, 1);
  const withheld = tokens.projects.flatMap((project) => project.withheld);
  narrator.expect(
    'audience:list is withheld because of the role',
    withheld.some(({ scope, reason }) => scope === 'audience:list' && reason === 'role'),
  );
  const [project] = tokens.projects;
  const api = new ProductApi(settings.issuer, tokens.accessToken);
  const refused = await narrator.step('Go through the contacts all the same', () =>
    api.contacts(project?.id ?? ''),
  );
  narrator.expect(refusal(403, 'insufficient_role'), isRefusal(refused, 403, 'insufficient_role'));
}

/** @param {Stage} stage */
async function refresh(stage) {
  const { narrator, settings, oauth, tokens } = stage;
  narrator.act('The app refreshes its tokens');
  const next = await narrator.step('Refresh', () => oauth.refresh(tokens.refreshToken ?? ''));
  narrator.expect('both tokens are new', next.accessToken !== tokens.accessToken);
  narrator.expect('the refresh token is another one', next.refreshToken !== tokens.refreshToken);
  const answer = await narrator.step('Use the new access token', () =>
    new ProductApi(settings.issuer, next.accessToken).whoAmI(),
  );
  narrator.expect('200', answer.status === 200);
  stage.tokens = next;
}

/** @param {Stage} stage */
async function disconnectOneProject({ narrator, settings, person, tokens, grant }) {
  narrator.act('The person disconnects one of the two projects');
  const [lost, kept] = tokens.projects;
  const page = await narrator.step(`Disconnect ${lost?.name ?? ''}`, () =>
    person.disconnect(grant, lost?.id),
  );
  narrator.expect('the list of connected apps says so', page.status === 200);
  const api = new ProductApi(settings.issuer, tokens.accessToken);
  const refused = await narrator.step('The same token, that project', () =>
    api.segments(lost?.id ?? ''),
  );
  narrator.expect(refusal(404, 'not_found'), isRefusal(refused, 404, 'not_found'));
  const other = await narrator.step('The same token, the other project', () =>
    api.segments(kept?.id ?? ''),
  );
  narrator.expect('200', other.status === 200);
}

/** @param {Stage} stage */
async function disconnectAll({ narrator, settings, oauth, person, tokens, grant }) {
  narrator.act('The person disconnects the app');
  await narrator.step('Disconnect the whole app', () => person.disconnect(grant));
  const api = new ProductApi(settings.issuer, tokens.accessToken);
  const refused = await narrator.step('The access token, at the next call', () => api.whoAmI());
  narrator.expect(INVALID_TOKEN, isInvalidToken(refused));
  await narrator.step('The refresh token', () => expectInvalidGrant(narrator, oauth, tokens));
}

/** @param {Stage} stage @returns {Promise<Stage>} */
async function connectAgain(stage) {
  const { narrator, oauth, person } = stage;
  narrator.act('The person lets the app in once more, and a refresh token is shown twice');
  return { ...stage, tokens: await letIn(narrator, oauth, person, 1) };
}

/** @param {Stage} stage */
async function replay({ narrator, settings, oauth, tokens }) {
  const next = await narrator.step('Refresh', () => oauth.refresh(tokens.refreshToken ?? ''));
  // At once it would pass for the loser of a race.
  await wait(1_000);
  await narrator.step('A second later, show the spent refresh token again, as a thief would', () =>
    expectInvalidGrant(narrator, oauth, tokens),
  );
  const api = new ProductApi(settings.issuer, next.accessToken);
  const refused = await narrator.step('The newest access token', () => api.whoAmI());
  narrator.expect(`${INVALID_TOKEN}: the whole grant has ended`, isInvalidToken(refused));
}

/** @param {Narrator} narrator @param {OAuthClient} oauth @param {Tokens} tokens */
async function expectInvalidGrant(narrator, oauth, tokens) {
  const error = await oauth.refresh(tokens.refreshToken ?? '').then(
    () => 'no error',
    (fault) => /** @type {{ error?: string }} */ (fault).error,
  );
  narrator.expect(refusal(400, 'invalid_grant'), error === 'invalid_grant');
}
