import type { FieldProblem } from '../../../kernel/errors/problem-error.js';
import type { ChangeCampaignDto } from '../campaign-content.dto.js';
import type { CampaignEntity } from './campaign.entity.js';

/** What an edit can change. */
export type CampaignContent = Pick<
  CampaignEntity,
  | 'title'
  | 'description'
  | 'channel'
  | 'purpose'
  | 'audience'
  | 'options'
  | 'senderId'
  | 'allowUnicode'
  | 'campaignAt'
  | 'timezoneMode'
  | 'throttlePerMinute'
  | 'excludeUnsubscribed'
  | 'excludeAcceptsNo'
  | 'quietHours'
>;

export const EMPTY_CONTENT: CampaignContent = {
  title: '',
  description: null,
  channel: 'sms',
  purpose: 'marketing',
  audience: { segments: [], rule: null, exclude: [] },
  options: [],
  senderId: null,
  allowUnicode: false,
  campaignAt: null,
  timezoneMode: 'project',
  throttlePerMinute: null,
  excludeUnsubscribed: true,
  excludeAcceptsNo: true,
  quietHours: null,
};

const MEMBERS = Object.keys(EMPTY_CONTENT) as (keyof CampaignContent)[];

export const contentOf = (campaign: CampaignContent): CampaignContent =>
  Object.fromEntries(MEMBERS.map((name) => [name, campaign[name]])) as unknown as CampaignContent;

const MAX_TITLE = 120;
const COPY = ' (copy)';

/** For a new draft. It has no date: that of the first one may be past. */
export const copiedContent = (campaign: CampaignContent): CampaignContent => ({
  ...contentOf(campaign),
  title: `${campaign.title.slice(0, MAX_TITLE - COPY.length)}${COPY}`,
  campaignAt: null,
});

/** The content after a request: what it does not name stays. */
export function changedContent(
  { campaignAt, ...content }: CampaignContent,
  change: ChangeCampaignDto,
): CampaignContent {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const moment = change.campaignAt === undefined ? campaignAt : dateOf(change.campaignAt);
  return { ...content, ...Object.fromEntries(given), campaignAt: moment };
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

const MAX_SEGMENTS = 10;
const MAX_OPTIONS = 4;
const WHOLE = 100;

/** What is wrong with the members as a whole; each by itself has been validated. */
export function faultsOfContent(content: CampaignContent): FieldProblem[] {
  const { audience, options, purpose, excludeUnsubscribed, quietHours } = content;
  const weights = options.reduce((sum, { weight }) => sum + weight, 0);
  const rules: readonly (readonly [boolean, FieldProblem])[] = [
    [audience.segments.length > MAX_SEGMENTS, tooMany('/audience/segments')],
    [audience.exclude.length > MAX_SEGMENTS, tooMany('/audience/exclude')],
    [
      options.length < 1 || options.length > MAX_OPTIONS,
      fault('/options', 'size', `must have one to ${MAX_OPTIONS} texts`),
    ],
    [
      options.length > 0 && weights !== WHOLE,
      fault('/options', 'weights', `must have weights of ${WHOLE} in all, and has ${weights}`),
    ],
    [
      purpose === 'marketing' && !excludeUnsubscribed,
      fault('/excludeUnsubscribed', 'marketing', 'must be true of marketing'),
    ],
    [
      quietHours !== null && quietHours.start === quietHours.end,
      fault('/quietHours/end', 'empty', 'must differ from the start'),
    ],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, problem]) => problem);
}

const fault = (pointer: string, code: string, message: string): FieldProblem => ({
  pointer,
  code,
  message,
});

const tooMany = (pointer: string): FieldProblem =>
  fault(pointer, 'size', `must not have more than ${MAX_SEGMENTS} segments`);
