import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import type { EntityEnvelope } from '../access/envelope.js';
import { preconditionFailed } from '../access/if-match.decorator.js';
import type { Principal } from '../access/principal.js';
import { toWire } from '../wire/wire-class.js';
import type { SendCampaignDto } from './campaign-actions.dto.js';
import { Campaign } from './campaigns.dto.js';
import { CampaignEffects } from './internal/campaign-effects.js';
import {
  EMPTY_SNAPSHOT,
  type CampaignEstimate,
  type CampaignSnapshot,
} from './internal/campaign-parts.js';
import { requireAllowed } from './internal/campaign-refusals.js';
import { FIND_CAMPAIGN } from './internal/campaign.statements.js';
import { CheckResume } from './internal/check-resume.js';
import { CheckStart } from './internal/check-start.js';
import { TRANSITIONS, type CampaignRow } from './internal/transition.statements.js';

/** What changes the state by one conditional update. */
type Action = 'schedule' | 'unschedule' | 'send' | 'pause' | 'resume' | 'cancel' | 'archive';

/** Changes the state of campaigns for callers. */
@Injectable()
export class CampaignActions {
  constructor(
    private readonly database: Database,
    private readonly checkStart: CheckStart,
    private readonly checkResume: CheckResume,
    private readonly effects: CampaignEffects,
  ) {}

  /** @throws ProblemError as `CheckStart`; 404, 409 unless it is a draft, 412 */
  async schedule(
    caller: Principal,
    id: string,
    { confirm }: SendCampaignDto,
    expected: number,
  ): Promise<EntityEnvelope<Campaign>> {
    const campaign = await this.find(caller, id, 'schedule', expected);
    const estimate = await this.checkStart.check(caller, campaign, { confirm, needsDate: true });
    return this.change(caller, id, 'schedule', expected, {
      sentWith: JSON.stringify(caller.credential),
      estimate: JSON.stringify(estimate),
    });
  }

  /** @throws ProblemError as `CheckStart`; 404, 409 unless it is a draft or scheduled, 412 */
  async send(
    caller: Principal,
    id: string,
    { confirm }: SendCampaignDto,
    expected: number,
  ): Promise<EntityEnvelope<Campaign>> {
    const campaign = await this.find(caller, id, 'send', expected);
    const estimate = await this.checkStart.check(caller, campaign, { confirm, needsDate: false });
    return this.change(caller, id, 'send', expected, {
      sentWith: JSON.stringify(caller.credential),
      estimate: JSON.stringify(estimate),
      snapshot: JSON.stringify(emptySnapshot(estimate)),
    });
  }

  /** @throws ProblemError 402 if the funds do not cover the rest, 404, 409 unless it is paused or unpaid, 412 */
  async resume(
    caller: Principal,
    id: string,
    expected?: number,
  ): Promise<EntityEnvelope<Campaign>> {
    const campaign = await this.find(caller, id, 'resume', expected);
    await this.checkResume.check(caller, campaign);
    const sentWith = JSON.stringify(caller.credential);
    return this.change(caller, id, 'resume', expected, { sentWith });
  }

  /** @throws ProblemError 404, 409 if the state does not allow it, 412 */
  change(
    caller: Principal,
    id: string,
    action: Action,
    expected?: number,
    values: Readonly<Record<string, string>> = {},
  ): Promise<EntityEnvelope<Campaign>> {
    const { projectId } = caller;
    return this.database.transaction(async (tx) => {
      const given = { ...values, projectId, id, expected: expected ?? null };
      const [changed] = await this.database.queryIn(tx, TRANSITIONS[action], given);
      if (!changed) throw await this.refusal(tx, caller, id, action, expected);
      await this.effects.of(tx, caller, action, changed);
      return { entity: toWire(Campaign, changed), metadata: {} };
    });
  }

  private async find(
    { projectId }: Principal,
    id: string,
    action: Action,
    expected?: number,
  ): Promise<CampaignRow> {
    const [found] = await this.database.query(FIND_CAMPAIGN, { projectId, id });
    return requireAllowed(found, action, expected);
  }

  /** Another change came first, if nothing is against it now. */
  private async refusal(
    tx: EntityManager,
    { projectId }: Principal,
    id: string,
    action: Action,
    expected?: number,
  ): Promise<Error> {
    const [found] = await this.database.queryIn(tx, FIND_CAMPAIGN, { projectId, id });
    requireAllowed(found, action, expected);
    return preconditionFailed();
  }
}

const emptySnapshot = ({ totalParts, totalCost }: CampaignEstimate): CampaignSnapshot => ({
  ...EMPTY_SNAPSHOT,
  ...{ estimatedParts: totalParts, estimatedCost: totalCost },
});
