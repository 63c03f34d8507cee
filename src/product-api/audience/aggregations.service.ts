import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { unprepared } from '../../platform/database/statement.js';
import type { Principal } from '../access/principal.js';
import { withTimeout } from '../rules/bounded-query.js';
import type { Condition } from '../rules/compile-rule.js';
import { ContactValues } from '../rules/contact-values.service.js';
import { checkLevel } from '../rules/rule-sight.js';
import { levelOf, shows } from '../wire/field-levels.js';
import { toWire } from '../wire/wire-class.js';
import { AudienceAggregations, type AggregateAudienceDto } from './aggregations.dto.js';
import { AudienceQueries } from './audience-queries.service.js';
import { aggregationSql, type Asked } from './internal/aggregation-sql.js';

/** Smaller buckets would tell about single persons. */
const FEWEST = 5;
const MILLISECONDS = 5_000;
/** Of `terms`, if the caller does not say. */
const TERMS = 10;
/** Of the other kinds. */
const MOST_BUCKETS = 1_000;

const BUCKET = { key: 'text', count: 'integer' } as const;
const STATS = {
  count: 'integer',
  min: 'text?',
  max: 'text?',
  avg: 'text?',
  sum: 'text?',
} as const;

/** Nothing is left of a number that few contacts have. */
const NO_STATS = { count: 0, min: null, max: null, avg: null, sum: null };

/** Counts contacts by their values. Values above the caller's level are refused, as in rules. */
@Injectable()
export class Aggregations {
  constructor(
    private readonly queries: AudienceQueries,
    private readonly contactValues: ContactValues,
    private readonly database: Database,
  ) {}

  /** @throws ProblemError 400, 403 `data_privacy` for what the level hides, 422 for what takes too long */
  async aggregate(caller: Principal, { root, aggregations }: AggregateAudienceDto) {
    const { projectId, scopes } = caller;
    const pointerOf = (place: number): string => `/aggregations/${String(place)}`;
    const keys = aggregations.map(({ key }) => key);
    const values = await this.contactValues.of(projectId, keys, (i) => `${pointerOf(i)}/key`);
    for (const { term } of values) checkLevel(term.level, scopes);
    const { condition } = await this.queries.select(caller, root === undefined ? {} : { root });
    const least = shows(levelOf(scopes), 'full') ? 1 : FEWEST;
    const all = aggregations.map((aggregation, i) => {
      const asked = { aggregation, value: values[i] as Asked['value'], pointer: pointerOf(i) };
      // Compiled before anything runs: a fault costs no statement.
      return { asked, sql: aggregationSql(asked, { condition, least }) };
    });
    const results = await withTimeout(
      this.database,
      async (tx) => {
        const found: object[] = [];
        for (const { asked, sql } of all) {
          found.push(await this.run(tx, asked, sql, { condition, least, projectId }));
        }
        return found;
      },
      MILLISECONDS / all.length,
    );
    return {
      entity: toWire(AudienceAggregations, { aggregations: results }),
      metadata: { suppressed: least > 1 },
    };
  }

  private async run(
    tx: EntityManager,
    { aggregation, value }: Asked,
    sql: string,
    among: { condition: Condition; least: number; projectId: string },
  ): Promise<object> {
    const { name, type, key, size = TERMS, ranges = [] } = aggregation;
    const { condition, least, projectId } = among;
    const values = {
      ...{ ...condition.values, ...value.values, projectId, least },
      size: type === 'terms' ? size : MOST_BUCKETS,
    };
    if (type === 'stats') {
      const [stats] = await this.database.queryIn(tx, unprepared(sql, STATS), values);
      return { name, type, key, stats: stats ?? NO_STATS };
    }
    const found = await this.database.queryIn(tx, unprepared(sql, BUCKET), values);
    if (type !== 'range') return { name, type, key, buckets: found };
    const buckets = found.map(({ key: place, count }) => {
      const { from = '*', to = '*' } = ranges[Number(place) - 1] ?? {};
      return { key: `${String(from)}-${String(to)}`, count };
    });
    return { name, type, key, buckets };
  }
}
