import { randomUUID } from 'node:crypto';

/** @typedef {import('./product-api.js').ProductApi} ProductApi */
/** @typedef {import('./product-api.js').Answer} Answer */
/** @typedef {'contacts' | 'preview' | 'segment' | 'draft' | 'estimate' | 'send'} StepName */
/** @typedef {Partial<Record<StepName, Answer>>} Answers What the server answered so far, by step. */
/** @typedef {{ method: string, path: string, body?: unknown, headers?: Record<string, string> }} Call */
/** @typedef {{ name: StepName, title: string, call: (answers: Answers) => Call }} Step */

/** What an app that sends asks for, beside what it reads. */
const CAMPAIGN_SCOPES = [
  'contacts:ingest',
  'segments:write',
  'campaigns:read',
  'campaigns:write',
  'campaigns:send',
];

/** @param {string} scope */
export const withCampaigns = (scope) =>
  [...new Set([...scope.split(' '), ...CAMPAIGN_SCOPES])].join(' ');

const COUNTRY = 'AD';

/** @param {number} nth @param {string} first @param {object} [more] */
const contact = (nth, first, more = {}) => ({
  ...{ _user_id: `ANDORRA-${nth}`, _first_name: first, _country: COUNTRY },
  // A number that nobody has.
  ...{ _phone_mobile: `+347359901${String(nth).padStart(2, '0')}`, _accepts_marketing_sms: true },
  ...more,
});

/** The only ones in Andorra. The carrier that is built in delivers to every number but the one that ends in 01. */
const CONTACTS = [
  contact(1, 'Jordi'),
  contact(20, 'Meritxell'),
  contact(21, 'Carles'),
  contact(22, 'Laia'),
  contact(23, 'Pere', { _accepts_marketing_sms: false }),
];

const RULE = { root: { key: '_country', operator: 'eq', values: [COUNTRY] } };
const TEXT = 'Hola {{_first_name|amiga}}, la teva comanda és a punt.';

/** @type {readonly Step[]} The steps in their order. Each may use what the ones before were answered. */
export const STEPS = [
  {
    ...{ name: 'contacts', title: `Add ${CONTACTS.length} contacts` },
    call: () => ({
      ...{ method: 'POST', path: '/datasource/dsapi/stream/contacts?_sync=true', body: CONTACTS },
    }),
  },
  {
    ...{ name: 'preview', title: 'Count them by a rule' },
    call: () => ({ method: 'POST', path: '/segment/preview', body: { rule: RULE } }),
  },
  {
    ...{ name: 'segment', title: 'Make a segment of the rule' },
    call: () => ({
      ...{ method: 'POST', path: '/segment' },
      body: { name: unique('Andorra'), type: 'dynamic', rule: RULE },
    }),
  },
  {
    ...{ name: 'draft', title: 'Draft a campaign to the segment' },
    call: ({ segment }) => ({
      ...{ method: 'POST', path: '/campaign' },
      body: {
        title: unique('Ready in Andorra'),
        // Advertising would wait for the morning, when it is night where the recipients are.
        purpose: 'transactional',
        audience: { segments: [segment?.body?.entity.uid] },
        options: [{ text: TEXT }],
      },
    }),
  },
  {
    ...{ name: 'estimate', title: 'Ask whom it reaches and what it costs' },
    call: ({ draft }) => ({ method: 'POST', path: `${pathOf(draft)}/estimate` }),
  },
  {
    ...{ name: 'send', title: 'Send it' },
    call: ({ draft, estimate }) => {
      const { recipients, totalCost } = estimate?.body?.entity ?? {};
      return {
        ...{ method: 'POST', path: `${pathOf(draft)}/send` },
        // What the person has seen, of the version they have seen; once, however often we ask.
        body: { confirm: { recipients, cost: totalCost } },
        headers: { 'if-match': draft?.etag ?? '', 'idempotency-key': draft?.body?.entity.id },
      };
    },
  },
];

/** A campaign in one project, from contacts to its report. */
export class Campaign {
  /** @type {Answers} */
  answers = {};

  /** @param {string} project */
  constructor(project) {
    this.project = project;
  }

  /** What to do next; nothing once it was sent. A step that was refused is still the next one. */
  get next() {
    return STEPS.find(({ name }) => !isDone(this.answers[name]));
  }

  /** @param {ProductApi} api @param {Step} step */
  async take(api, { name, call }) {
    const { method, path, body, headers } = call(this.answers);
    const answer = await api.call(method, `/v1/project/${this.project}${path}`, body, headers);
    this.answers[name] = answer;
    return answer;
  }

  /** How far the server is with it, and what became of its messages. @param {ProductApi} api */
  async follow(api) {
    const path = `/v1/project/${this.project}${pathOf(this.answers.draft)}`;
    const [campaign, report] = [
      await api.call('GET', path),
      await api.call('GET', `${path}/report`),
    ];
    return { campaign, report };
  }
}

/** @param {Answer | undefined} answer */
export const isDone = (answer) => answer !== undefined && answer.status < 300;

/** @param {Answer | undefined} draft */
const pathOf = (draft) => `/campaign/${String(draft?.body?.entity.id)}`;

/** Segments and campaigns of a project have different names. @param {string} name */
const unique = (name) => `${name} ${randomUUID().slice(0, 8)}`;
