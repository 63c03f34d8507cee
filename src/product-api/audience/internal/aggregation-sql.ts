import { invalid } from '../../access/request.pipe.js';
import type { Condition } from '../../rules/compile-rule.js';
import type { ContactValue } from '../../rules/contact-values.service.js';
import type { AggregationDto } from '../aggregations.dto.js';

/** An aggregation, and where it is in the request. */
export interface Asked {
  readonly aggregation: AggregationDto;
  readonly value: ContactValue;
  readonly pointer: string;
}

/** What it is made of: which contacts, and of how many a bucket must be at least. */
interface Among {
  readonly condition: Condition;
  readonly least: number;
}

/** SQL with the columns of its kind; its parameters are those of condition and value, and `:least` and `:size`. */
export function aggregationSql(asked: Asked, among: Among): string {
  checkType(asked);
  return KINDS[asked.aggregation.type](asked, among);
}

type Compile = (asked: Asked, among: Among) => string;

const NUMBERS = ['integer', 'decimal'];
const TIMES = ['date', 'datetime'];

/** Types of attributes that each kind takes; `terms` takes all. */
const TYPES: Readonly<Partial<Record<AggregationDto['type'], readonly string[]>>> = {
  date_histogram: TIMES,
  range: [...NUMBERS, ...TIMES],
  stats: NUMBERS,
};

function checkType({ aggregation: { type }, value: { term }, pointer }: Asked): void {
  const taken = TYPES[type];
  if (!taken || taken.includes(term.dataType)) return;
  const message = `is of the type ${term.dataType}, and ${type} takes ${taken.join(', ')}`;
  throw invalid([{ pointer: `${pointer}/key`, code: 'type', message }]);
}

const from = ({ value }: Asked, { condition }: Among): string =>
  `FROM contacts contact CROSS JOIN LATERAL ${value.rows()} AS one
   WHERE contact.project_id = :projectId AND contact.deleted_at IS NULL AND ${condition.sql} AND v IS NOT NULL`;

const terms: Compile = (asked, among) =>
  `SELECT v::text AS key, count(*)::int AS count ${from(asked, among)}
   GROUP BY v HAVING count(*) >= :least::int ORDER BY count(*) DESC, v LIMIT :size`;

/** The latest spans, in their order. */
const dateHistogram: Compile = (asked, among) => {
  const start = asked.value.spanStart(asked.aggregation.interval ?? 'day');
  return `SELECT key::text AS key, count FROM (
     SELECT ${start} AS key, count(*)::int AS count ${from(asked, among)}
     GROUP BY 1 HAVING count(*) >= :least::int ORDER BY 1 DESC LIMIT :size) AS latest ORDER BY latest.key`;
};

const range: Compile = (asked, among) => {
  const { aggregation, value, pointer } = asked;
  const ranges = aggregation.ranges ?? [];
  if (ranges.length === 0) {
    throw invalid([
      { pointer: `${pointer}/ranges`, code: 'required', message: 'must not be empty' },
    ]);
  }
  const bounds = ranges.map(({ from: low, to: high }, i) => {
    const at = `${pointer}/ranges/${String(i)}`;
    const least = low === undefined ? [] : [`v >= ${value.literal(low, `${at}/from`)}`];
    const below = high === undefined ? [] : [`v < ${value.literal(high, `${at}/to`)}`];
    return `(${[...least, ...below, 'true'].join(' AND ')})`;
  });
  const counts = bounds.map((bound) => `count(*) FILTER (WHERE ${bound})::int`).join(', ');
  return `SELECT counted.place::text AS key, counted.count FROM (
     SELECT ARRAY[${counts}] AS counts ${from(asked, among)}) AS found
     CROSS JOIN LATERAL unnest(found.counts) WITH ORDINALITY AS counted (count, place)
     WHERE counted.count >= :least::int ORDER BY counted.place LIMIT :size`;
};

/** Numbers of few contacts would tell the number of one. */
const stats: Compile = (asked, among) =>
  `SELECT count, min, max, avg, sum FROM (
     SELECT count(*)::int AS count, min(v)::text AS min, max(v)::text AS max, round(avg(v), 6)::text AS avg,
       sum(v)::text AS sum ${from(asked, among)}) AS found
   WHERE count >= :least::int LIMIT :size`;

const KINDS: Readonly<Record<AggregationDto['type'], Compile>> = {
  terms,
  date_histogram: dateHistogram,
  range,
  stats,
};
