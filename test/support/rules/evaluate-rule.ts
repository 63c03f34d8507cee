import { dayAt, hasAnniversary, localDay, momentAt, type Unit } from './local-time.js';

/*
 * The rule language once more, as slow and plain as possible: over JSON as clients write it, one contact at a time.
 */

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type Members = { readonly [name: string]: Json };

export interface PlainContact {
  readonly id: string;
  /** By key; what is reserved, too. */
  readonly values: Members;
  readonly events: readonly PlainEvent[];
  readonly messages: readonly PlainMessage[];
}

export interface PlainMessage {
  readonly status: string;
  readonly createdAt: string;
  /** A campaign; null if sent directly. */
  readonly campaign: string | null;
  readonly testMode: boolean;
}

export interface PlainEvent {
  readonly type: string;
  readonly occurredAt: string;
  readonly parameters: Members;
}

export interface PlainType {
  readonly dataType: string;
  readonly many: boolean;
}

/** What a rule is evaluated in. */
export interface PlainWorld {
  readonly now: number;
  readonly timeZone: string;
  readonly attributes: Readonly<Record<string, PlainType>>;
  /** By type of event. */
  readonly parameters: Readonly<Record<string, Readonly<Record<string, PlainType>>>>;
  /** By uid: the ids of members, or a rule. */
  readonly segments: Readonly<Record<string, readonly string[] | Members>>;
}

export const fulfils = (contact: PlainContact, rule: Members, world: PlainWorld): boolean =>
  node(contact, rule.root as Members, world);

function node(contact: PlainContact, json: Members, world: PlainWorld): boolean {
  if ('children' in json) {
    const each = (json.children as Members[]).map((child) => node(contact, child, world));
    const joined = json.join === 'and' ? each.every(Boolean) : each.some(Boolean);
    return json.not === true ? !joined : joined;
  }
  if ('event' in json) return hasEvents(contact, json, world);
  if ('message' in json) return hasMessage(contact, json.message as Members, world);
  if ('segment' in json) return isIn(contact, json.segment as string, world) === json.in;
  const key = json.key as string;
  return compares(contact.values[key], world.attributes[key] as PlainType, json, world);
}

function hasMessage({ messages }: PlainContact, json: Members, world: PlainWorld): boolean {
  return messages.some(
    ({ status, createdAt, campaign, testMode }) =>
      !testMode &&
      status === json.status &&
      (json.campaign === undefined || campaign === json.campaign) &&
      json.automation === undefined &&
      (json.within === undefined || isWithin(createdAt, json.within as Members, world)),
  );
}

function isIn(contact: PlainContact, uid: string, world: PlainWorld): boolean {
  const segment = world.segments[uid] as readonly string[] | Members;
  return Array.isArray(segment)
    ? segment.includes(contact.id)
    : fulfils(contact, segment as Members, world);
}

function hasEvents(contact: PlainContact, json: Members, world: PlainWorld): boolean {
  const types = world.parameters[json.event as string] ?? {};
  const where = (json.where ?? []) as Members[];
  const found = contact.events.filter(
    ({ type, occurredAt, parameters }) =>
      type === json.event &&
      (json.within === undefined || isWithin(occurredAt, json.within as Members, world)) &&
      where.every((one) => {
        const name = one.param as string;
        return compares(parameters[name], types[name] as PlainType, one, world);
      }),
  ).length;
  return isCount(found, json.count as { op: string; values: number[] });
}

function isCount(
  found: number,
  { op, values: [first = 0, second = 0] }: { op: string; values: number[] },
): boolean {
  if (op === '>=') return found >= first;
  if (op === '<=') return found <= first;
  return op === '=' ? found === first : found >= first && found <= second;
}

function isWithin(moment: string, window: Members, world: PlainWorld): boolean {
  const at = Date.parse(moment);
  if ('last' in window) {
    const unit = window.unit as Unit;
    return at >= momentAt(world.now, -Number(window.last), unit, world.timeZone) && at <= world.now;
  }
  const { from, to } = window as { from?: string; to?: string };
  return (
    (from === undefined || order(moment, from, world) >= 0) &&
    (to === undefined || order(moment, to, world) <= 0)
  );
}

const isDay = (text: string): boolean => text.length === 10;

/** Of a day or moment before or after another: negative, 0, or positive. A moment is compared with a day by its own. */
function order(value: string, other: string, world: PlainWorld): number {
  if (!isDay(other)) return Date.parse(value) - Date.parse(other);
  const day = isDay(value) ? value : localDay(Date.parse(value), world.timeZone);
  return Date.parse(day) - Date.parse(other);
}

/** The values that have the type. */
function known(value: Json | undefined, { dataType, many }: PlainType): readonly Json[] {
  const all = many ? (Array.isArray(value) ? (value as Json[]) : []) : [value ?? null];
  return all.filter((one) => {
    if (dataType === 'integer' || dataType === 'decimal') return typeof one === 'number';
    if (dataType === 'boolean') return typeof one === 'boolean';
    if (dataType === 'date') return typeof one === 'string' && isRealDay(one);
    if (dataType === 'datetime') return typeof one === 'string' && isRealMoment(one);
    return typeof one === 'string';
  });
}

const isRealDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) &&
  text > '0001' &&
  new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;

const isRealMoment = (text: string): boolean =>
  /^.{10}T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) &&
  isRealDay(text.slice(0, 10)) &&
  !Number.isNaN(Date.parse(text));

const FOLDED = ['string', 'text', 'url', 'language', 'enum', 'email'];

export const asText = (value: Json): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** The form in which values are equal. */
function form(value: Json, { dataType }: PlainType): Json {
  if (FOLDED.includes(dataType)) return asText(value).toLowerCase();
  if (dataType === 'phone') return asText(value).replace(/[\s().-]/g, '');
  return dataType === 'country' ? asText(value).toUpperCase() : value;
}

function compares(
  value: Json | undefined,
  type: PlainType,
  json: Members,
  world: PlainWorld,
): boolean {
  const own = known(value, type).map((one) => form(one, type));
  const operator = json.operator as string;
  const values = (json.values ?? []) as Json[];
  if (operator === 'exists') return own.length > 0;
  if (operator === 'not-exists') return own.length === 0;
  return comparesValues(own, operator, values, type, world);
}

function comparesValues(
  own: readonly Json[],
  operator: string,
  values: readonly Json[],
  type: PlainType,
  world: PlainWorld,
): boolean {
  const given = values.map((one) => form(one, type));
  const has = (one: Json): boolean => own.includes(one);
  if (operator === 'has-any') return given.some(has);
  if (operator === 'has-all') return given.every(has);
  if (['has-none', 'neq', 'not-in'].includes(operator)) return !given.some(has);
  const [only] = own;
  if (only === undefined) return false;
  if (['date', 'datetime'].includes(type.dataType)) {
    return comparesTime(asText(only), operator, values, world);
  }
  return comparesPlain(only, operator, given);
}

function comparesPlain(own: Json, operator: string, given: readonly Json[]): boolean {
  const number = Number(own);
  const [first, second] = given.map(Number) as [number, number];
  const tests: Readonly<Record<string, () => boolean>> = {
    eq: () => given.includes(own),
    in: () => given.includes(own),
    'matches-string': () => given.includes(own),
    'starts-with': () => given.some((one) => asText(own).startsWith(asText(one))),
    contains: () => given.some((one) => asText(own).includes(asText(one))),
    gt: () => number > first,
    gte: () => number >= first,
    lt: () => number < first,
    lte: () => number <= first,
    between: () => number >= first && number <= second,
    'is-true': () => own === true,
    'is-false': () => own === false,
  };
  return (tests[operator] as () => boolean)();
}

function comparesTime(
  own: string,
  operator: string,
  values: readonly Json[],
  world: PlainWorld,
): boolean {
  const { now, timeZone } = world;
  const [count, unit = 'day'] = values as [number, Unit?];
  const today = localDay(now, timeZone);
  const end = (sign: number): string =>
    isDay(own)
      ? dayAt(now, sign * count, unit, timeZone)
      : new Date(momentAt(now, sign * count, unit, timeZone)).toISOString();
  const present = isDay(own) ? today : new Date(now).toISOString();
  const to = (i: number): number => order(own, values[i] as string, world);
  const day = isDay(own) ? own : localDay(Date.parse(own), timeZone);
  const tests: Readonly<Record<string, () => boolean>> = {
    on: () => to(0) === 0,
    before: () => to(0) < 0,
    after: () => to(0) > 0,
    between: () => to(0) >= 0 && to(1) <= 0,
    'in-last': () => order(own, end(-1), world) >= 0 && order(own, present, world) <= 0,
    'in-next': () => order(own, present, world) >= 0 && order(own, end(1), world) <= 0,
    'anniversary-in': () => hasAnniversary(day, today, count),
  };
  return (tests[operator] as () => boolean)();
}
