import { Injectable } from '@nestjs/common';
import { notFound, ProblemError } from '../../kernel/errors/problem-error.js';
import { Database } from '../../platform/database/database.js';
import type { Principal } from '../access/principal.js';
import { FIND_SEGMENTS } from './internal/referred-segments.service.js';
import type { PreparedRule } from './prepared-rule.js';
import { Rules } from './rules.service.js';

/** Stored segments as rules: who is in them. */
@Injectable()
export class SegmentRules {
  constructor(
    private readonly database: Database,
    private readonly rules: Rules,
  ) {}

  /**
   * Contacts that are in any of these segments. `pointer`: of the list of ids in the request.
   * @throws ProblemError 400 for those that do not exist, need parameters, or are no longer valid
   */
  of(projectId: string, ids: readonly string[], pointer: string): Promise<PreparedRule> {
    const children = ids.map((id, i) => {
      return { kind: 'segment', id, in: true, pointer: `${pointer}/${String(i)}` } as const;
    });
    return this.rules.prepare(projectId, {
      root: { kind: 'group', join: 'or', not: false, children },
    });
  }

  /**
   * Contacts of one segment. `parameter` has the values of its parameters, separated by `|`. A caller who gives values
   * learns about what they are compared with, so their scopes must show that.
   * @throws ProblemError 404; 400 for other values than the rule needs; 403 `data_privacy`; 422 if its rule is no longer valid
   */
  async one(
    { projectId, scopes }: Pick<Principal, 'projectId' | 'scopes'>,
    id: string,
    parameter: string | undefined,
  ): Promise<PreparedRule> {
    const rows = await this.database.query(FIND_SEGMENTS, { projectId, ids: [id] });
    const found = rows.find((row) => row.id === id);
    if (!found) throw notFound();
    const stored =
      found.type === 'static'
        ? await this.of(projectId, [id], '')
        : await this.readStored(projectId, found.rule);
    const texts = parameter === undefined ? [] : parameter.split('|');
    const rule = stored.with(texts, '/parameter');
    return texts.length === 0 ? rule : rule.checkSight(scopes);
  }

  private async readStored(projectId: string, json: unknown): Promise<PreparedRule> {
    try {
      return await this.rules.read(projectId, json, '/rule', { parameters: true });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { errors = [] } = error.options;
      throw new ProblemError('invalid_filter', 'The rule of the segment is no longer valid.', {
        ...{ errors, cause: error },
      });
    }
  }
}
