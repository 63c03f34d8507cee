import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { unprepared } from '../../platform/database/statement.js';
import type { EntityEnvelope } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { withTimeout } from '../rules/bounded-query.js';
import { contactsWhere } from '../rules/contact-counts.service.js';
import { Rules } from '../rules/rules.service.js';
import { toWire } from '../wire/wire-class.js';
import { SegmentPreview, type PreviewSegmentDto } from './segment-edits.dto.js';

/** What a rule would select. */
@Injectable()
export class SegmentPreviews {
  constructor(
    private readonly database: Database,
    private readonly rules: Rules,
  ) {}

  /** @throws ProblemError 400, 403 `data_privacy`, 422 if it takes too long */
  async preview(
    { projectId, scopes }: Principal,
    { rule: json, parameter }: PreviewSegmentDto,
  ): Promise<EntityEnvelope<SegmentPreview>> {
    const read = await this.rules.read(projectId, json, '/rule', { parameters: true });
    const texts = parameter === undefined ? [] : parameter.split('|');
    const rule = read.checkSight(scopes).with(texts, '/parameter');
    const condition = rule.condition();
    const selected = contactsWhere(condition);
    const text: string = `SELECT count(*)::int AS count, ARRAY(
        SELECT contact.id ${selected} ORDER BY contact.created_at DESC, contact.id DESC LIMIT 5
      ) AS sample ${selected}`;
    const previewing = unprepared(text, { count: 'integer', sample: 'uuid[]' });
    const [row] = await withTimeout(this.database, (tx) =>
      this.database.queryIn(tx, previewing, { projectId, ...condition.values }),
    );
    return { entity: toWire(SegmentPreview, row ?? {}), metadata: {} };
  }
}
