import { setTimeout as wait } from 'node:timers/promises';
import { Campaign, STEPS, withCampaigns } from '../campaign.js';
import { OAuthClient } from '../oauth-client.js';
import { ProductApi } from '../product-api.js';
import { ACCOUNTS, SENDING_APP, SENDING_PROJECT } from './demo-data.js';
import { Person } from './person.js';
import { isRefusal, refusal } from './refusals.js';
import { letIn } from './scenes.js';

/** @typedef {import('./narrator.js').Narrator} Narrator */
/** @typedef {import('../product-api.js').Answer} Answer */
/** @typedef {import('../settings.js').Settings} Settings */
/** @typedef {{ narrator: Narrator, api: ProductApi, campaign: Campaign }} Stage */

const PAUSE_MS = 500;

/** A minute; a campaign of a few messages takes some seconds. */
const MOST_LOOKS = 120;

/** An app that sends: a developer lets it do a part of it, a marketer all. @param {Narrator} narrator @param {Settings} settings */
export async function sendCampaign(narrator, settings) {
  narrator.act('An app that sends campaigns is let in by a developer, who may not send them');
  const scope = withCampaigns(settings.scope);
  const oauth = await narrator.step(
    'Read the metadata as an app that is approved for sending',
    () => OAuthClient.prepare({ ...settings, ...SENDING_APP, scope }),
  );
  const developer = await letInBy(ACCOUNTS.developer, { narrator, settings, oauth });
  await prepareAsDeveloper(developer);
  narrator.act('A marketer lets the same app into the same project, and it sends');
  const marketer = await letInBy(ACCOUNTS.marketer, { narrator, settings, oauth });
  await sendAsMarketer(marketer);
  await readReport(marketer);
}

/**
 * @param {{ email: string, password: string }} account
 * @param {{ narrator: Narrator, settings: Settings, oauth: OAuthClient }} at
 * @returns {Promise<Stage & { withheld: { scope: string, reason: string }[] }>}
 */
async function letInBy(account, { narrator, settings, oauth }) {
  const person = new Person(settings.issuer, account);
  const tokens = await letIn(narrator, oauth, person, [SENDING_PROJECT]);
  const [project] = tokens.projects;
  const api = new ProductApi(settings.issuer, tokens.accessToken);
  const campaign = new Campaign(project?.id ?? '');
  return { narrator, api, campaign, withheld: project?.withheld ?? [] };
}

/** @param {Awaited<ReturnType<typeof letInBy>>} stage */
async function prepareAsDeveloper({ narrator, api, campaign, withheld }) {
  narrator.expect(
    'campaigns:send is withheld because of the role',
    withheld.some(({ scope, reason }) => scope === 'campaigns:send' && reason === 'role'),
  );
  const [contacts] = STEPS;
  if (contacts) await take({ narrator, api, campaign }, contacts.name);
  const path = `/v1/project/${campaign.project}/campaign`;
  const { body } = await narrator.step('Find a draft', () =>
    api.call('GET', `${path}?status_eq=draft`),
  );
  const refused = await narrator.step('Send it', () =>
    api.call('POST', `${path}/${String(body.entities[0]?.id)}/send`, {}, { 'if-match': '*' }),
  );
  narrator.expect(
    `${refusal(403, 'insufficient_role')}: ${String(refused.body?.detail)}`,
    isRefusal(refused, 403, 'insufficient_role'),
  );
}

/** @param {Awaited<ReturnType<typeof letInBy>>} stage */
async function sendAsMarketer({ withheld, ...stage }) {
  const { narrator } = stage;
  narrator.expect('nothing is withheld', withheld.length === 0);
  await take(stage, 'contacts');
  const preview = await take(stage, 'preview');
  narrator.expect('the rule finds them', preview.body?.entity.count === 5);
  await take(stage, 'segment');
  await take(stage, 'draft');
  const estimate = await take(stage, 'estimate');
  const { recipients, excluded, totalCost } = estimate.body?.entity ?? {};
  narrator.expect(
    `${String(recipients)} would get it for ${String(totalCost)}, and who said no would not`,
    recipients === 4 && excluded.acceptsNo === 1,
  );
  await take(stage, 'send');
}

/** @param {Stage} stage */
async function readReport({ narrator, api, campaign }) {
  const { campaign: sent, report } = await narrator.step('Follow it until all is reported', () =>
    untilReported(() => campaign.follow(api)),
  );
  narrator.expect('the campaign is sent', sent.body?.entity.status === 'sent');
  const { messages, delivered, failed } = report.body?.entity.total ?? {};
  narrator.expect(
    `of ${String(messages)} messages, ${String(delivered)} were delivered and ${String(failed)} failed`,
    messages === 4 && delivered === 3 && failed === 1,
  );
}

/** Takes a step, which has to succeed. @param {Stage} stage @param {import('../campaign.js').StepName} name */
async function take({ narrator, api, campaign }, name) {
  const step = STEPS.find((each) => each.name === name);
  if (!step) throw new Error(`There is no step ${name}.`);
  const answer = await narrator.step(step.title, () => campaign.take(api, step));
  narrator.expect(String(answer.status), answer.status < 300);
  return answer;
}

/** @typedef {{ campaign: Answer, report: Answer }} Progress */

/** @param {() => Promise<Progress>} look @returns {Promise<Progress>} */
async function untilReported(look) {
  let progress = await look();
  for (let looks = 1; looks < MOST_LOOKS && !isReported(progress); looks += 1) {
    await wait(PAUSE_MS);
    progress = await look();
  }
  return progress;
}

/** @param {Progress} progress */
function isReported({ campaign, report }) {
  const { messages, delivered, failed } = report.body?.entity.total ?? {};
  return campaign.body?.entity.status === 'sent' && delivered + failed === messages;
}
