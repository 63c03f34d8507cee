import { isDone, STEPS } from './campaign.js';
import { html } from './html-text.js';
import { answerLine, button } from './page-parts.js';

/** @typedef {import('./campaign.js').Campaign} Campaign */
/** @typedef {import('./campaign.js').Step} Step */
/** @typedef {import('./campaign.js').StepName} StepName */
/** @typedef {import('./connection.js').Progress} Progress */
/** @typedef {import('./product-api.js').Answer} Answer */

/** What a step brought, from the entity of its answer. @type {Record<StepName, (entity: any) => string>} */
const OUTCOMES = {
  contacts: ({ successful }) => `${successful} accepted`,
  preview: ({ count }) => `${count} contacts`,
  segment: ({ name }) => name,
  draft: ({ title }) => title,
  estimate: ({ recipients, totalCost }) => `${recipients} recipients, ${totalCost}`,
  send: () => 'accepted',
};

/** The steps that were taken, the next one as a button, and in the end the report. @param {Campaign} campaign @param {Progress | null} progress @param {string} name Of the project */
export const campaignSteps = ({ project, answers, next }, progress, name) => html`
  <ol class="steps">
    ${STEPS.map(({ name, title }) => {
      const outcome = isDone(answers[name]) && OUTCOMES[name](answers[name]?.body.entity);
      return html`<li class="${outcome ? '' : 'soft'}">
        ${title}${outcome && html`: <strong>${outcome}</strong>`}
      </li>`;
    })}
  </ol>
  ${next && nextStep({ project, name }, next, answers[next.name])}
  ${progress && progressLine(progress)}
`;

/** More may be asked for if it was not; what a role or a tier withholds may not. @param {{ project: string, name: string }} where @param {Step} step @param {Answer | undefined} refused */
const nextStep = ({ project, name }, { title }, refused) =>
  html`${refused && answerLine(refused)}
    <div class="actions">
      ${
        refused?.body?.code === 'insufficient_scope' &&
        button('/connect/campaigns', 'Ask to send campaigns, too', { kind: 'primary', of: name })
      }
      ${button(`/campaign?project=${project}`, title, { of: name })}
    </div>`;

/** @param {Progress} progress */
function progressLine({ campaign, report }) {
  if (report.status !== 200) return answerLine(report);
  const { messages, delivered, failed } = report.body.entity.total;
  return html`<p>
    The campaign is <strong>${campaign.body.entity.status}</strong>: ${messages} messages,
    ${delivered} delivered, ${failed} failed. <a href="/">Look again</a>
  </p>`;
}
