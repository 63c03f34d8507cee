import { Injectable } from '@nestjs/common';
import type { FieldProblem } from '../../../kernel/errors/problem-error.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { Principal } from '../../access/principal.js';
import { invalid } from '../../access/request.pipe.js';
import { Rules } from '../../rules/rules.service.js';
import { SpecCatalogue } from '../../specs/spec-catalogue.service.js';
import { levelOf } from '../../wire/field-levels.js';
import type { ChangeCampaignDto } from '../campaign-content.dto.js';
import { checkTexts } from './campaign-texts.js';
import { faultsOfContent, type CampaignContent } from './campaign-content.js';

const FIND_NAMED = statement(
  'campaign.find-named',
  `SELECT :senderId::uuid IS NULL OR EXISTS (
       SELECT FROM senders WHERE project_id = :projectId AND id = :senderId) AS "hasSender",
     ARRAY(SELECT id FROM segments WHERE project_id = :projectId AND id = ANY (:segments::uuid[])) AS segments`,
  { hasSender: 'boolean', segments: 'uuid[]' },
);

/** Checks the content of a campaign against the project. */
@Injectable()
export class CheckContent {
  constructor(
    private readonly database: Database,
    private readonly specs: SpecCatalogue,
    private readonly rules: Rules,
  ) {}

  /**
   * @param given what the caller writes of it: the rest, others were allowed to
   * @throws ProblemError 400 with each fault, 403 if a merge tag or the rule needs a higher level of data, 422 for a
   * text that cannot be sent
   */
  async check(
    { projectId, scopes }: Principal,
    content: CampaignContent,
    given: ChangeCampaignDto,
  ): Promise<void> {
    const faults = faultsOfContent(content);
    if (faults.length > 0) throw invalid(faults);
    const unknown = await this.findUnknown(projectId, content);
    if (unknown.length > 0) throw invalid(unknown);
    const level = given.options ? levelOf(scopes) : 'full';
    checkTexts(content, await this.specs.of(projectId), level);
    const rule = given.audience?.rule;
    if (rule) (await this.rules.read(projectId, rule, '/audience/rule')).checkSight(scopes);
  }

  /** What belongs to another project is as unknown as what does not exist (E3). */
  private async findUnknown(
    projectId: string,
    { senderId, audience }: CampaignContent,
  ): Promise<FieldProblem[]> {
    const segments = [...audience.segments, ...audience.exclude];
    const [named] = await this.database.query(FIND_NAMED, { projectId, senderId, segments });
    const unknownIn = (member: 'segments' | 'exclude'): FieldProblem[] =>
      audience[member].flatMap((id, index) =>
        named?.segments.includes(id) ? [] : [unknown(`/audience/${member}/${String(index)}`)],
      );
    return [
      ...(named?.hasSender ? [] : [unknown('/senderId')]),
      ...unknownIn('segments'),
      ...unknownIn('exclude'),
    ];
  }
}

const unknown = (pointer: string): FieldProblem => ({
  pointer,
  code: 'unknown',
  message: 'does not exist in this project',
});
