import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../../kernel/errors/problem-error.js';
import { Environment } from '../../../platform/config/environment.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import { Funds } from '../../funds/funds.service.js';
import type { Principal } from '../../access/principal.js';
import { toMoney } from '../../wire/money.js';
import type { CampaignConfirmation } from '../campaign-actions.dto.js';
import type { CampaignEstimate } from './campaign-parts.js';
import { isConfirmed } from './confirmation.js';
import { EstimateCampaign } from './estimate-campaign.js';
import type { CampaignRow } from './transition.statements.js';

const FIND_START = statement(
  'campaign.find-start',
  `SELECT EXISTS (SELECT FROM senders WHERE project_id = :projectId AND status = 'approved'
       AND (id = :senderId::uuid OR :senderId::uuid IS NULL AND is_default)) AS "hasSender",
     coalesce(:campaignAt::timestamptz BETWEEN now() + interval '5 minutes' AND now() + interval '1 year', false)
       AS "isInTime"`,
  { hasSender: 'boolean', isInTime: 'boolean' },
);

/** Whether a campaign may be scheduled or sent. */
@Injectable()
export class CheckStart {
  constructor(
    private readonly database: Database,
    private readonly environment: Environment,
    private readonly estimates: EstimateCampaign,
    private readonly funds: Funds,
  ) {}

  /**
   * @returns the present estimate
   * @throws ProblemError 402 if the funds do not cover it, 409 without the confirmation that it needs, 422 for the sender,
   * the date or an audience of nobody
   */
  async check(
    caller: Principal,
    campaign: CampaignRow,
    { confirm, needsDate }: { confirm?: CampaignConfirmation | undefined; needsDate: boolean },
  ): Promise<CampaignEstimate> {
    await this.checkSenderAndDate(caller, campaign, needsDate);
    const { projectId, project, credential } = caller;
    const { organisationId } = project;
    const estimate = await this.estimates.estimate({ projectId, organisationId }, campaign);
    if (estimate.recipients === 0) throw nobody();
    if (!credential.testMode) await this.checkFunds(organisationId, estimate);
    const { CONFIRM_ABOVE: most } = this.environment;
    const isAsked = credential.kind === 'grant' && estimate.recipients > most;
    if (isAsked && !isConfirmed(confirm, campaign.estimate, estimate)) throw unconfirmed(estimate);
    return estimate;
  }

  private async checkSenderAndDate(
    { projectId }: Principal,
    { senderId, campaignAt }: CampaignRow,
    needsDate: boolean,
  ): Promise<void> {
    const values = { projectId, senderId, campaignAt };
    const [start] = await this.database.query(FIND_START, values);
    if (!start?.hasSender) throw noSender();
    if (needsDate && !start.isInTime) throw notInTime();
  }

  private async checkFunds(organisationId: string, { totalCost }: CampaignEstimate): Promise<void> {
    const { available } = await this.funds.balanceOf(organisationId);
    if (BigInt(available) >= BigInt(totalCost)) return;
    const detail = 'The funds do not cover what the campaign is estimated to cost.';
    throw new ProblemError('insufficient_funds', detail, {
      members: { estimated_cost: toMoney(totalCost) },
    });
  }
}

const noSender = (): ProblemError =>
  new ProblemError('sender_not_approved', 'The campaign has no sender that may be used.');

const notInTime = (): ProblemError =>
  new ProblemError('unprocessable', 'A campaign is scheduled from five minutes to a year ahead.', {
    errors: [
      { pointer: '/campaignAt', code: 'time', message: 'must be 5 minutes to a year from now' },
    ],
  });

const nobody = (): ProblemError =>
  new ProblemError('unprocessable', 'Nobody would get a message of this campaign.', {
    errors: [{ pointer: '/audience', code: 'empty', message: 'has nobody who may get a message' }],
  });

/** The present figures, so that they can be shown to the person who decides; they are confirmed after an estimate. */
const unconfirmed = ({ recipients, totalCost }: CampaignEstimate): ProblemError =>
  new ProblemError(
    'confirmation_required',
    'Estimate the campaign and confirm the recipients and the cost of that.',
    { members: { recipients, cost: toMoney(totalCost) } },
  );
