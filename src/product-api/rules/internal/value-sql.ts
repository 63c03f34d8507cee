import type { Term, Value } from '../rule.js';
import type { Bindings } from './bindings.js';
import { familyOf, type Family } from './families.js';

/** The database may have any locale, also C, whose lower-case knows only English letters. */
const fold = (text: string): string => `lower(${text} COLLATE "und-x-icu")`;

/** Days that exist, since a cast of any other is an error. */
const DAY = [
  String.raw`(?!0000)(\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))`,
  String.raw`|(\d\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)`,
].join('');
const TIME = String.raw`[T ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-](0\d|1[0-4]):[0-5]\d)`;

/** A column as it is compared. */
function ofColumn(sql: string, term: Term): string {
  return isFolded(term) ? fold(sql) : sql;
}

/** SQL: a JSON value, and the same as text. */
interface Member {
  readonly json: string;
  readonly text: string;
}

/**
 * A JSON value as it is compared; null if it has another type. Every cast is inside of a CASE: PostgreSQL does not say
 * in which order the sides of AND are evaluated, and a single value of another type would be an error.
 */
function ofJson({ json, text }: Member, term: Term): string {
  const any = isFolded(term) ? fold(text) : text;
  const byFamily: Readonly<Record<Family, string>> = {
    number: `CASE WHEN jsonb_typeof(${json}) = 'number' THEN (${json})::numeric END`,
    boolean: `CASE WHEN jsonb_typeof(${json}) = 'boolean' THEN (${json})::boolean END`,
    date: textual(json, `${text} ~ '^${DAY}$'`, `${text}::date`),
    moment: textual(json, `${text} ~ '^${DAY}${TIME}$'`, `${text}::timestamptz`),
    text: textual(json, 'true', any),
    code: textual(json, 'true', any),
  };
  return byFamily[familyOf(term)];
}

const textual = (json: string, condition: string, value: string): string =>
  `CASE WHEN jsonb_typeof(${json}) = 'string' AND ${condition} THEN ${value} END`;

/** Whether its letter case does not matter. The others are stored in one form. */
const isFolded = ({ dataType }: Term): boolean =>
  familyOf({ dataType }) === 'text' || dataType === 'email';

/** SQL: the value of a term, null if there is none. */
export function valueOf(term: Term, bindings: Bindings): string {
  const { source } = term;
  if (source.kind === 'column') return ofColumn(source.sql, term);
  return ofJson(memberOf(source, bindings), term);
}

/** SQL: the array of the values of a term that may have several; empty if there is none. */
export function valuesOf(term: Term, bindings: Bindings): string {
  const { source } = term;
  if (source.kind === 'column') {
    return `ARRAY(SELECT ${ofColumn('item', term)} FROM unnest(${source.sql}) AS item)`;
  }
  const { json } = memberOf(source, bindings);
  const items = `CASE WHEN jsonb_typeof(${json}) = 'array' THEN ${json} ELSE '[]' END`;
  const item = { json: 'item', text: `(item #>> '{}')` };
  return `array_remove(ARRAY(SELECT ${ofJson(item, term)} FROM jsonb_array_elements(${items}) AS item), NULL)`;
}

/** `->>` reads the text at once; to make it of the JSON value costs a quarter of a comparison. */
function memberOf(
  source: { readonly sql: string; readonly name: string },
  bindings: Bindings,
): Member {
  const name = bindings.bind(source.name, 'text');
  return { json: `(${source.sql} -> ${name})`, text: `(${source.sql} ->> ${name})` };
}

/** SQL: a value of the rule in the form in which the term's own is compared. */
export function literalFor(term: Term, value: Value, bindings: Bindings): string {
  const literal = bindings.literal(value);
  return isFolded(term) ? fold(`(${literal})`) : literal;
}

/** Text that LIKE takes as it is. */
const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`);

/** SQL: a pattern around a value. Its letter case is folded as that of the value is. */
export function patternFor(
  value: Value,
  around: (text: string) => string,
  bindings: Bindings,
): string {
  if ('parameter' in value) return bindings.literal(value);
  return fold(`(${bindings.bind(around(escapeLike(value.text)), 'text')})`);
}
