import { statement, type Statement } from '../../../platform/database/statement.js';
import type { RowOf } from '../../../platform/database/statement.js';
import { CAMPAIGN_ACTIONS, type CampaignAction } from '../campaign-states.js';
import { CAMPAIGN_COLUMNS, CAMPAIGN_SHAPE, type FIND_CAMPAIGN } from './campaign.statements.js';

export type CampaignRow = RowOf<typeof FIND_CAMPAIGN>;

/** One conditional update: of several at once, one finds the state that it needs. */
function transition(action: CampaignAction, more = ''): Statement<string, CampaignRow> {
  const { from, to } = CAMPAIGN_ACTIONS[action];
  const states = from.map((status) => `'${status}'`).join(', ');
  const text: string = `UPDATE campaigns
     SET status = '${to ?? ''}', version = version + 1, updated_at = now()${more}
     WHERE project_id = :projectId AND id = :id AND status IN (${states})
       AND version = coalesce(:expected::int, version)
     RETURNING ${CAMPAIGN_COLUMNS}`;
  return statement(`campaign.${action}`, text, CAMPAIGN_SHAPE);
}

/** A new run: jobs of earlier ones do nothing. */
const RUN = ', run = run + 1, next_at = now(), hold_reason = NULL';

const IDLE = ', next_at = NULL';

export const TRANSITIONS = {
  schedule: transition('schedule', ', sent_with = :sentWith::jsonb, estimate = :estimate::jsonb'),
  unschedule: transition('unschedule', ', sent_with = NULL'),
  send: transition(
    'send',
    `${RUN}, sent_with = :sentWith::jsonb, estimate = :estimate::jsonb, snapshot = :snapshot::jsonb,
     campaign_at = now(), started_at = now()`,
  ),
  pause: transition('pause', IDLE),
  resume: transition('resume', `${RUN}, sent_with = :sentWith::jsonb`),
  // Its run clears the recipients.
  cancel: transition('cancel', `${RUN}, finished_at = now()`),
  archive: transition('archive'),
  halt: transition('halt', `${IDLE}, hold_reason = :reason`),
  'run-out': transition('run-out', IDLE),
  finish: transition('finish', `${IDLE}, finished_at = now()`),
} as const;
