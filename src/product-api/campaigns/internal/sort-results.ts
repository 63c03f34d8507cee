import type { EnqueueResult, Refusal, RefusalReason } from '../../messages/outbox-batch.js';
import type { CampaignTally } from './campaign-parts.js';

export type Refused = Refusal['reason'];

/** Refusals that say nothing of the recipient: it is tried again once the campaign goes on. */
const STOPPING: ReadonlySet<RefusalReason> = new Set([
  'insufficient_funds',
  'grant_budget_exceeded',
  'access_ended',
]);

/** A sender may be refused in one country, which the detail says, or altogether. */
const isStopping = ({ reason, detail }: Refusal): boolean =>
  STOPPING.has(reason) || (reason === 'sender_not_approved' && detail === undefined);

const EXCLUDED = {
  ...{ noPhone: 'no_phone', unsubscribed: 'unsubscribed_contact', acceptsNo: 'accepts_no' },
} as const;

export interface SortedResults {
  readonly tally: CampaignTally;
  /** Contacts whose turn is over. */
  readonly done: readonly string[];
  readonly stopped: Refused | null;
}

/** @param excluded recipients who may get no message any more, since it was decided who gets one */
export function sortResults(
  before: CampaignTally,
  results: readonly (readonly [contactId: string, EnqueueResult])[],
  excluded: readonly { readonly id: string; readonly excluded: keyof typeof EXCLUDED | null }[],
): SortedResults {
  const refused: Record<string, number> = { ...before.refused };
  const count = (reason: string): void => void (refused[reason] = (refused[reason] ?? 0) + 1);
  const done: string[] = [];
  let { enqueued } = before;
  let stopped: Refused | null = null;
  for (const [contactId, result] of results) {
    if (result.status === 'refused' && isStopping(result)) {
      stopped ??= result.reason;
      continue;
    }
    done.push(contactId);
    if (result.status === 'enqueued') enqueued += 1;
    else count(result.reason);
  }
  for (const each of excluded) {
    done.push(each.id);
    if (each.excluded) count(EXCLUDED[each.excluded]);
  }
  return { tally: { ...before, enqueued, refused }, done, stopped };
}
