import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { Database } from '../../platform/database/database.js';
import type { EntityEnvelope } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { toWire } from '../wire/wire-class.js';
import type { ChangeCampaignDto, NewCampaignDto } from './campaign-content.dto.js';
import { Campaign } from './campaigns.dto.js';
import {
  changedContent,
  contentOf,
  copiedContent,
  EMPTY_CONTENT,
  type CampaignContent,
} from './internal/campaign-content.js';
import { requireAllowed } from './internal/campaign-refusals.js';
import {
  CHANGE_CAMPAIGN,
  contentValues,
  DELETE_CAMPAIGN,
  FIND_CAMPAIGN,
  INSERT_CAMPAIGN,
  LOCK_CAMPAIGN,
  MAX_DRAFTS,
} from './internal/campaign.statements.js';
import { CheckContent } from './internal/check-content.js';

/** Drafts: made, changed, copied, deleted. */
@Injectable()
export class CampaignDrafts {
  constructor(
    private readonly database: Database,
    private readonly checkContent: CheckContent,
  ) {}

  /** @throws ProblemError 400, 409 if the project has too many drafts */
  async create(caller: Principal, dto: NewCampaignDto): Promise<EntityEnvelope<Campaign>> {
    const content = changedContent(EMPTY_CONTENT, dto);
    await this.checkContent.check(caller, content, dto);
    return this.insert(caller, content);
  }

  /** A draft of the same content, without its date. @throws ProblemError 404, 409 as `create` */
  async duplicate(caller: Principal, id: string): Promise<EntityEnvelope<Campaign>> {
    const { projectId } = caller;
    const [found] = await this.database.query(FIND_CAMPAIGN, { projectId, id });
    return this.insert(caller, copiedContent(requireAllowed(found, 'duplicate')));
  }

  /**
   * @param expected the version that the caller holds, if they said which
   * @throws ProblemError 400, 404, 409 unless it is a draft, 412
   */
  change(
    caller: Principal,
    id: string,
    dto: ChangeCampaignDto,
    expected?: number,
  ): Promise<EntityEnvelope<Campaign>> {
    const { projectId } = caller;
    return this.database.transaction(async (tx) => {
      const [found] = await this.database.queryIn(tx, LOCK_CAMPAIGN, { projectId, id });
      const content = changedContent(contentOf(requireAllowed(found, 'edit', expected)), dto);
      await this.checkContent.check(caller, content, dto);
      const values = { ...contentValues(content), projectId, id };
      const [changed] = await this.database.queryIn(tx, CHANGE_CAMPAIGN, values);
      return envelopeOf(changed);
    });
  }

  /** @throws ProblemError 404, 409 unless it is a draft, 412 */
  async delete({ projectId }: Principal, id: string, expected?: number): Promise<void> {
    const values = { projectId, id, expected: expected ?? null };
    const [deleted] = await this.database.query(DELETE_CAMPAIGN, values);
    if (deleted) return;
    const [found] = await this.database.query(FIND_CAMPAIGN, { projectId, id });
    requireAllowed(found, 'delete', expected);
  }

  private async insert(
    { projectId, credential }: Principal,
    content: CampaignContent,
  ): Promise<EntityEnvelope<Campaign>> {
    const [made] = await this.database.query(INSERT_CAMPAIGN, {
      ...{ ...contentValues(content), id: newId(), projectId },
      createdBy: credential.personId,
      grantId: credential.kind === 'grant' ? credential.id : null,
    });
    if (made) return envelopeOf(made);
    throw new ProblemError('conflict', `A project has ${MAX_DRAFTS} drafts of campaigns at most.`);
  }
}

const envelopeOf = (row: object | undefined): EntityEnvelope<Campaign> => {
  if (!row) throw new Error('The locked campaign was not changed.');
  return { entity: toWire(Campaign, row), metadata: {} };
};
