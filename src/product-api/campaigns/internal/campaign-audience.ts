import { Injectable } from '@nestjs/common';
import { toWireId } from '../../../kernel/ids.js';
import type { Condition } from '../../rules/compile-rule.js';
import { Rules } from '../../rules/rules.service.js';
import type { CampaignAudience } from './campaign-parts.js';

/** SQL: why a contact of the audience, `row` of `contacts`, gets no message of the campaign; null if they do. */
export const exclusionOf = (row: string): string =>
  `CASE WHEN ${row}.phone_mobile IS NULL THEN 'noPhone'
     WHEN ${row}.sms_blocked_at IS NOT NULL OR :excludeUnsubscribed AND NOT ${row}.is_subscribed_sms
       THEN 'unsubscribed'
     WHEN :excludeAcceptsNo AND ${row}.accepts_marketing_sms IS FALSE THEN 'acceptsNo' END`;

/** A rule that contacts in at least one of these segments fulfil. */
const inOneOf = (segments: readonly string[]): object => ({
  root: {
    join: 'or',
    children: segments.map((id) => ({ segment: toWireId('seg', id), in: true })),
  },
});

/** The audiences of campaigns as conditions. */
@Injectable()
export class CampaignAudiences {
  constructor(private readonly rules: Rules) {}

  /**
   * On the row `contact`, with `:projectId`. An audience that names nobody is nobody's: to reach everybody takes a rule.
   * @throws ProblemError 400 if a segment is gone, or an attribute or type of event
   */
  async conditionOf(projectId: string, audience: CampaignAudience): Promise<Condition> {
    const { segments, rule, exclude } = audience;
    const read = async (json: object, at: string, prefix: string): Promise<Condition> =>
      (await this.rules.read(projectId, json, `/audience/${at}`)).condition(prefix);
    const conditions = await Promise.all([
      ...(segments.length > 0 ? [read(inOneOf(segments), 'segments', 'in')] : []),
      ...(rule ? [read(rule, 'rule', 'rule')] : []),
    ]);
    if (conditions.length === 0) return { sql: 'false', values: {} };
    const out = exclude.length > 0 ? [await read(inOneOf(exclude), 'exclude', 'out')] : [];
    return {
      sql: [
        ...conditions.map(({ sql }) => `(${sql})`),
        ...out.map(({ sql }) => `(${sql}) IS NOT TRUE`),
      ].join(' AND '),
      values: Object.assign(
        {},
        ...[...conditions, ...out].map(({ values }) => values),
      ) as Condition['values'],
    };
  }

  /** UUIDs of the segments that it names, also within its rule. */
  async segmentsOf(projectId: string, audience: CampaignAudience): Promise<readonly string[]> {
    const { segments, rule, exclude } = audience;
    const read = rule ? await this.rules.read(projectId, rule, '/audience/rule') : null;
    return [...new Set([...segments, ...exclude, ...(read?.segments ?? [])])];
  }
}
