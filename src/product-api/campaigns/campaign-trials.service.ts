import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { GrantBudgets } from '../../modules/grants/grant-budgets.service.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { CAMPAIGN_TESTS } from '../../platform/http/rate-limit/buckets.js';
import { RateLimiter } from '../../platform/http/rate-limit/rate-limiter.service.js';
import type { EntityEnvelope } from '../access/envelope.js';
import type { Credential, Principal } from '../access/principal.js';
import { invalid } from '../access/request.pipe.js';
import { Outbox } from '../messages/outbox.service.js';
import { SpecCatalogue } from '../specs/spec-catalogue.service.js';
import { toWire } from '../wire/wire-class.js';
import {
  CampaignEstimateResult,
  CampaignTestResult,
  EstimateMetadata,
  type TestCampaignDto,
} from './campaign-trials.dto.js';
import { requireAllowed } from './internal/campaign-refusals.js';
import { CampaignTexts } from './internal/campaign-texts.js';
import { FIND_CAMPAIGN } from './internal/campaign.statements.js';
import { EstimateCampaign } from './internal/estimate-campaign.js';
import { FIND_SENDER } from './internal/recipient.statements.js';
import { FIND_TEST_CONTACTS, MAX_TEST_CONTACTS, testFaults } from './internal/test-contacts.js';
import type { CampaignRow } from './internal/transition.statements.js';

// Of the content that was estimated. It is no new version: the present one is what was estimated.
const KEEP_ESTIMATE = statement(
  'campaign.keep-estimate',
  `UPDATE campaigns SET estimate = :estimate::jsonb
   WHERE project_id = :projectId AND id = :id AND version = :version AND status IN ('draft', 'scheduled')`,
);

/** What a campaign would be like: its cost, and its text on the phones of the team. */
@Injectable()
export class CampaignTrials {
  constructor(
    private readonly database: Database,
    private readonly estimates: EstimateCampaign,
    private readonly specs: SpecCatalogue,
    private readonly outbox: Outbox,
    private readonly limiter: RateLimiter,
    private readonly budgets: GrantBudgets,
  ) {}

  /** @throws ProblemError 400, 404, 409 once it was sent, 422 if the audience is too expensive to evaluate */
  async estimate(
    { projectId, project: { organisationId }, credential }: Principal,
    id: string,
  ): Promise<EntityEnvelope<CampaignEstimateResult, EstimateMetadata>> {
    const [found] = await this.database.query(FIND_CAMPAIGN, { projectId, id });
    const campaign = requireAllowed(found, 'estimate');
    const estimate = await this.estimates.estimate({ projectId, organisationId }, campaign);
    const { version } = campaign;
    const values = { projectId, id, version, estimate: JSON.stringify(estimate) };
    await this.database.query(KEEP_ESTIMATE, values);
    const ceiling = await this.ceilingOf(projectId, credential);
    return {
      entity: toWire(CampaignEstimateResult, estimate),
      metadata: toWire(EstimateMetadata, { ceiling }),
    };
  }

  private ceilingOf(projectId: string, { kind, id: grantId }: Credential) {
    return kind === 'grant' ? this.budgets.left({ grantId, projectId }) : null;
  }

  /**
   * Sends the text to contacts who are members of the project, as transactional messages.
   * @throws ProblemError 400 for other contacts, 404, 409 once it was sent, 422 without a sender, 429 beyond ten a day
   */
  async test(
    caller: Principal,
    id: string,
    dto: TestCampaignDto,
  ): Promise<EntityEnvelope<CampaignTestResult>> {
    const { projectId } = caller;
    const [found] = await this.database.query(FIND_CAMPAIGN, { projectId, id });
    const campaign = requireAllowed(found, 'test');
    const faults = testFaults(dto, campaign.options.length);
    if (faults.length > 0) throw invalid(faults);
    const messages = await this.database.transaction((tx) => this.send(tx, caller, campaign, dto));
    return { entity: toWire(CampaignTestResult, { messages }), metadata: {} };
  }

  private async send(
    tx: EntityManager,
    { projectId, credential }: Principal,
    campaign: CampaignRow,
    { contacts: contactIds, option }: TestCampaignDto,
  ) {
    const { senderId, allowUnicode } = campaign;
    const [sender] = await this.database.queryIn(tx, FIND_SENDER, { projectId, senderId });
    if (!sender) throw new ProblemError('sender_not_approved', 'There is no sender for this.');
    const contacts = await this.find(tx, projectId, contactIds);
    await this.count(projectId, contacts.length);
    const texts = new CampaignTexts(campaign, await this.specs.of(projectId));
    const results = await this.outbox.enqueue(tx, {
      ...{ projectId, credential, allowUnicode, senderId: sender.id },
      purpose: 'transactional',
      origin: { kind: 'direct', id: null, index: null },
      messages: contacts.map(({ id, contact }) => ({
        ...{ contactId: id, text: texts.for(id, contact, option).text },
        ...{ dedupeKey: `test ${newId()}`, utmTerm: 'campaign-test' },
      })),
    });
    return results.map((result, place) => ({ ...result, audienceId: contactIds[place] }));
  }

  /** In the order of their ids in the request. */
  private async find(tx: EntityManager, projectId: string, contactIds: readonly string[]) {
    const rows = await this.database.queryIn(tx, FIND_TEST_CONTACTS, { projectId, contactIds });
    const byId = new Map(rows.map((row) => [row.id, row]));
    const unknown = contactIds.flatMap((id, index) =>
      byId.has(id)
        ? []
        : [
            {
              pointer: `/contacts/${String(index)}`,
              code: 'member',
              message: 'is no contact with the verified email address of a member',
            },
          ],
    );
    if (unknown.length > 0) throw invalid(unknown);
    return contactIds.flatMap((id) => byId.get(id) ?? []);
  }

  /** Each message counts. */
  private async count(projectId: string, messages: number): Promise<void> {
    for (let taken = 0; taken < Math.min(messages, MAX_TEST_CONTACTS); taken++) {
      const seconds = await this.limiter.take(CAMPAIGN_TESTS, projectId);
      if (seconds === 0) continue;
      throw new ProblemError('rate_limited', 'The test messages of this project are used up.', {
        retryAfterSeconds: seconds,
      });
    }
  }
}
