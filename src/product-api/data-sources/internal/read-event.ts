import type { ProjectSpecs } from '../../specs/project-specs.js';
import type { EventParameterSpec, EventSpec } from '../../specs/spec.js';
import { readValue, type ValueContext } from '../../specs/values/read-value.js';
import { LIMITS } from '../ingest-limits.js';
import { ErrorsOfItem, WHOLE_ITEM, type ItemErrors } from './item-result.js';
import { faultOfKey, isObject } from './read-contact.js';

/** An event of a batch, as it is written. */
export interface GivenEvent {
  readonly position: number;
  readonly userId: string;
  readonly eventId: string;
  readonly type: string;
  /** RFC 3339; null for when it was received. */
  readonly occurredAt: string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** An event that cannot be written. */
export interface RefusedEvent {
  readonly position: number;
  readonly userId: string | null;
  readonly eventId: string | null;
  readonly errors: ItemErrors;
}

/** How the events of one data source are read. */
export interface EventRules extends ValueContext {
  readonly specs: ProjectSpecs;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const MEMBERS = new Set([
  ...['_user_id', '_event_id', '_event_type', '_event_date', '_event_parameters'],
]);
const MOST_PARAMETERS = 50;
const EARLIEST = Date.UTC(2000, 0, 1);
/** Clocks of others may be ahead. */
const AHEAD_MS = 5 * 60_000;

/** Reads one item of a batch, and says everything that is wrong with it. */
export function readEvent(
  item: unknown,
  position: number,
  rules: EventRules,
): GivenEvent | RefusedEvent {
  const errors = new ErrorsOfItem();
  const given = membersOf(item, errors);
  const userId = keyOf(given, '_user_id', errors);
  const eventId = keyOf(given, '_event_id', errors);
  const spec = typeOf(given, rules, errors);
  const occurredAt = dateOf(given, rules, errors);
  const parameters = spec ? parametersOf(given, spec, rules, errors) : {};
  const found = errors.all();
  if (found === null && spec && userId !== null && eventId !== null) {
    return { position, userId, eventId, type: spec.uid, occurredAt, parameters };
  }
  return { position, userId, eventId, errors: found ?? {} };
}

function membersOf(item: unknown, errors: ErrorsOfItem): Given {
  if (!isObject(item)) {
    errors.add(WHOLE_ITEM, 'must be an object');
    return {};
  }
  for (const name of Object.keys(item)) if (!MEMBERS.has(name)) errors.add(name, 'is not known');
  return item;
}

type Given = Readonly<Record<string, unknown>>;

function keyOf(given: Given, name: string, errors: ErrorsOfItem): string | null {
  const fault = faultOfKey(given[name]);
  if (fault === null) return given[name] as string;
  errors.add(name, fault);
  return null;
}

function typeOf(given: Given, { specs }: EventRules, errors: ErrorsOfItem): EventSpec | null {
  const { _event_type: type } = given;
  const spec = typeof type === 'string' ? specs.event(type) : undefined;
  if (!spec) errors.add('_event_type', 'is no type of events of this project');
  return spec ?? null;
}

const DATE = { dataType: 'datetime', multivalue: 1, options: null } as const;

function dateOf(given: Given, rules: EventRules, errors: ErrorsOfItem): string | null {
  const { _event_date: date } = given;
  if (date === undefined || date === null) return null;
  const read = readValue(DATE, date, rules);
  const fault = 'fault' in read ? read.fault : faultOfTime(Date.parse(String(read.value)), rules);
  if (fault !== null) errors.add('_event_date', fault);
  return 'fault' in read ? null : String(read.value);
}

function faultOfTime(time: number, { now }: EventRules): string | null {
  if (time < EARLIEST) return 'must not be before the year 2000';
  return time > now + AHEAD_MS ? 'must not be in the future' : null;
}

function parametersOf(
  given: Given,
  spec: EventSpec,
  rules: EventRules,
  errors: ErrorsOfItem,
): Record<string, unknown> {
  const { _event_parameters: parameters = {} } = given;
  const fault = faultOfParameters(parameters);
  if (fault !== null) {
    errors.add('_event_parameters', fault);
    return {};
  }
  const values = new Map(Object.entries(parameters as object));
  const known = new Map(spec.parameters.map((each) => [each.parameter, each]));
  for (const name of values.keys()) {
    if (!known.has(name)) errors.add(`_event_parameters.${name}`, 'is no parameter of this type');
  }
  const read: Record<string, unknown> = {};
  for (const [name, each] of known) {
    const result = readParameter(each, values.get(name), rules);
    if ('fault' in result) errors.add(`_event_parameters.${name}`, result.fault);
    else if (result.value !== undefined) read[name] = result.value;
  }
  return read;
}

function faultOfParameters(parameters: unknown): string | null {
  if (!isObject(parameters)) return 'must be an object';
  if (Object.keys(parameters).length > MOST_PARAMETERS) {
    return `must not have more than ${String(MOST_PARAMETERS)} members`;
  }
  const bytes = Buffer.byteLength(JSON.stringify(parameters));
  const most = LIMITS.parametersBytesLimit;
  return bytes > most ? `must not have more than ${String(most)} bytes as JSON` : null;
}

function readParameter(spec: EventParameterSpec, value: unknown, rules: EventRules) {
  if (value === undefined || value === null) {
    return spec.required ? { fault: 'is missing' } : { value: undefined };
  }
  return readValue({ ...spec, multivalue: spec.multiValue }, value, rules);
}
