import type { IdKind } from '../../kernel/ids.js';
import type { ApiScope } from '../../modules/scopes-and-roles/scope-catalogue.js';

/** Facts of an event, besides the id of what it tells of. */
export type WebhookData = Readonly<
  Record<string, string | number | boolean | null | readonly string[]>
>;

interface TypeEntry {
  /** The prefix of the subject's id. */
  readonly subject: IdKind;
  /** Who may read the subject: a webhook is told of no more than its credential could ask for. */
  readonly scope: ApiScope;
  /**
   * Members of `data` that are sent; others are left out. None is personal: a receiver asks for the rest with its own
   * credential, at the level of that. So nothing here has to be erased or hidden.
   */
  readonly members: readonly string[];
}

const CAMPAIGN = {
  subject: 'cmp',
  scope: 'campaigns:read',
  members: ['status', 'title', 'recipients'],
} as const;
const AUTOMATION = { subject: 'aut', scope: 'automations:read', members: ['title'] } as const;
const CONTACT = { subject: 'aud', scope: 'audience:read' } as const;
const MESSAGE = { subject: 'sms', scope: 'sms:read' } as const;

/** The events that webhooks can be told of. */
export const WEBHOOK_TYPES = {
  'message.status': {
    ...MESSAGE,
    members: ['status', 'code', 'clientId', 'eventAt', 'audienceId', 'campaignId', 'automationId'],
  },
  'message.inbound': { ...MESSAGE, members: ['eventAt', 'audienceId'] },
  'contact.created': { ...CONTACT, members: ['dataSourceId'] },
  'contact.updated': { ...CONTACT, members: ['dataSourceId', 'attributes'] },
  'contact.unsubscribed': { ...CONTACT, members: ['channel', 'source'] },
  'contact.deleted': { ...CONTACT, members: [] },
  'import.completed': {
    ...{ subject: 'imp', scope: 'datasources:read' },
    members: ['status', 'dataSourceId', 'total', 'completed', 'failed'],
  },
  'campaign.sending': CAMPAIGN,
  'campaign.sent': CAMPAIGN,
  'campaign.cancelled': CAMPAIGN,
  'campaign.unpaid': CAMPAIGN,
  'automation.activated': AUTOMATION,
  'automation.paused': AUTOMATION,
  // The audit log is where else it can be read, and no app may: a webhook of an API token is told which apps come and go.
  'grant.revoked': {
    ...{ subject: 'grt', scope: 'audit:read' },
    members: ['clientId', 'appName', 'reason'],
  },
} as const satisfies Record<string, TypeEntry>;

export type WebhookType = keyof typeof WEBHOOK_TYPES;

/** Events for one webhook that somebody names, whatever types it wants. */
const DIRECT_TYPES = {
  'automation.step': {
    ...{ subject: 'enr', scope: 'automations:read' },
    members: ['automationId', 'version', 'step', 'audienceId'],
  },
} as const satisfies Record<string, TypeEntry>;

export type DirectType = keyof typeof DIRECT_TYPES;

const ENTRIES = { ...WEBHOOK_TYPES, ...DIRECT_TYPES };

/** Sent when somebody tries a webhook. */
export const TEST_TYPE = 'webhook.test';
export type SentType = WebhookType | DirectType | typeof TEST_TYPE;

export const WEBHOOK_TYPE_NAMES = Object.keys(WEBHOOK_TYPES) as WebhookType[];
export const SENT_TYPES: readonly SentType[] = [
  ...WEBHOOK_TYPE_NAMES,
  ...(Object.keys(DIRECT_TYPES) as DirectType[]),
  TEST_TYPE,
];

/** What a type says about itself. */
export const entryOf = (type: WebhookType | DirectType): TypeEntry => ENTRIES[type];

/** Members of `data` that the type lists. */
export const sentOf = (type: WebhookType | DirectType, data: WebhookData): WebhookData =>
  Object.fromEntries(Object.entries(data).filter(([name]) => entryOf(type).members.includes(name)));
