import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../../kernel/errors/problem-error.js';
import type { Principal } from '../../access/principal.js';
import { Funds } from '../../funds/funds.service.js';
import { toMoney } from '../../wire/money.js';
import type { CampaignRow } from './transition.statements.js';

/** Whether a campaign may go on. */
@Injectable()
export class CheckResume {
  constructor(private readonly funds: Funds) {}

  /** @throws ProblemError 402 for one that ran out of funds, if they do not cover the rest now either */
  async check({ project }: Principal, campaign: CampaignRow): Promise<void> {
    if (campaign.status !== 'unpaid') return;
    const { available } = await this.funds.balanceOf(project.organisationId);
    const cost = costOfRest(campaign);
    if (BigInt(available) >= cost) return;
    const detail = 'The funds do not cover what the rest of the campaign is estimated to cost.';
    throw new ProblemError('insufficient_funds', detail, {
      members: { estimated_cost: toMoney(String(cost)) },
    });
  }
}

/** At the average cost of the estimate; at least that of one message. */
function costOfRest({ snapshot, estimate, tally }: CampaignRow): bigint {
  const handled =
    tally.enqueued + Object.values(tally.refused).reduce((sum, count) => sum + count, 0);
  const left = Math.max(1, (snapshot?.recipients ?? 0) - handled);
  return BigInt(left) * BigInt(estimate?.cost.avg ?? '0');
}
