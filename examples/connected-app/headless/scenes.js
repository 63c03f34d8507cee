/** @typedef {import('./narrator.js').Narrator} Narrator */
/** @typedef {import('./person.js').Person} Person */
/** @typedef {import('./browser.js').Page} Page */
/** @typedef {import('../oauth-client.js').OAuthClient} OAuthClient */

/**
 * From "Connect" to tokens: authorize, sign in if asked, consent, code, tokens.
 * @param {Narrator} narrator
 * @param {OAuthClient} oauth
 * @param {Person} person
 * @param {number | readonly string[]} wanted Which projects are ticked, or how many of those that may be.
 */
export async function letIn(narrator, oauth, person, wanted) {
  const departure = await oauth.depart();
  const page = await narrator.step(`${person.email} follows the link and signs in if asked`, () =>
    person.open(departure.url),
  );
  narrator.expect('it is the consent page', page.forms.some(hasDecision));
  const names = typeof wanted === 'number' ? firstOffered(person, page, wanted) : wanted;
  const answer = await narrator.step(`Tick ${names.join(' and ')}; allow`, () =>
    person.allow(page, names),
  );
  const callback = answer.leavingTo;
  if (!callback) throw new Error(`${answer.describe()} did not send the person back to the app`);
  narrator.expect('a code, our state and the issuer come back', hasAnswer(callback, oauth));
  const tokens = await narrator.step('Redeem the code', () => oauth.arrive(callback, departure));
  narrator.expect(
    `the tokens reach ${names.join(' and ')} and nothing else`,
    sameNames(tokens.projects, names),
  );
  return tokens;
}

/**
 * The consent page of a person with a project on the free plan: it cannot be ticked, nor sent all the same.
 * @param {Narrator} narrator
 * @param {OAuthClient} oauth
 * @param {Person} person
 */
export async function tryFreePlan(narrator, oauth, person) {
  const departure = await oauth.depart();
  const page = await narrator.step(`${person.email} follows the link and signs in`, () =>
    person.open(departure.url),
  );
  const refused = person.offeredProjects(page).find(({ disabled }) => disabled);
  narrator.expect(
    `not to be chosen: ${refused?.hint ?? 'nothing'}`,
    /plan/i.test(refused?.hint ?? ''),
  );
  const answer = await narrator.step('Send it all the same', () =>
    person.allow(page, [refused?.label ?? '']),
  );
  narrator.expect('refused: 400, and no code', answer.status === 400 && !answer.leavingTo);
}

/** @param {Person} person @param {Page} page @param {number} count */
function firstOffered(person, page, count) {
  const free = person.offeredProjects(page).filter(({ disabled }) => !disabled);
  return free.slice(0, count).map(({ label }) => label);
}

/** @param {import('./html.js').Form} form */
const hasDecision = (form) => form.buttons.some(({ name }) => name === 'decision');

/** @param {URL} callback @param {OAuthClient} oauth */
const hasAnswer = ({ searchParams }, oauth) =>
  searchParams.has('code') &&
  searchParams.has('state') &&
  searchParams.get('iss') === oauth.settings.issuer;

/** @param {readonly { name: string }[]} projects @param {readonly string[]} labels */
const sameNames = (projects, labels) =>
  projects.length === labels.length && projects.every(({ name }) => labels.includes(name));
