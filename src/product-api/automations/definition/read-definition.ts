import {
  PURPOSES,
  type Audience,
  type DateTrigger,
  type Definition,
  type EventTrigger,
  type Settings,
  type Trigger,
} from './definition.js';
import { secondsOf } from './duration.js';
import { allRead, type Reading } from './reading.js';
import { readId, readUid } from './read-names.js';
import { readSteps } from './read-steps.js';

const MOST_CANCEL_EVENTS = 5;
const MOST_CONDITIONS = 10;
const LONGEST_GAP = 366 * 86_400;
const CLOCK_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

export const DEFAULT_SETTINGS: Settings = {
  ...{ minGap: 'P1D', maxEntriesPerContact: null, quietHours: null },
  ...{ includeUnsubscribed: false, purpose: 'marketing' },
};

/** A definition as a request gives it. */
export type GivenDefinition = { readonly [Name in keyof Definition]: unknown };

/** Reads all parts, so that a caller learns of all faults at once. @returns null with faults in `reading` */
export const readDefinition = (
  reading: Reading,
  { trigger, audience, cancelEvents, steps, settings }: GivenDefinition,
): Definition | null => {
  const faultsBefore = reading.faults.length;
  const read = {
    trigger: readTrigger(reading, trigger),
    audience: audience === null ? null : readAudience(reading, audience),
    cancelEvents: readCancelEvents(reading, cancelEvents),
    steps: readSteps(reading, steps, '/steps'),
    settings: readSettings(reading, settings),
  };
  return reading.faults.length > faultsBefore ? null : (read as Definition);
};

const readTrigger = (reading: Reading, value: unknown): Trigger | null =>
  reading.tagged<Trigger>(value, '/trigger', {
    event: (given, at) => wrap(readEvent(reading, given, at), (event) => ({ event })),
    segment_entered: (given, at) =>
      wrap(readSegment(reading, given, at), (uid) => ({ segment_entered: { uid } })),
    attribute_date: (given, at) =>
      wrap(readDate(reading, given, at), (date) => ({ attribute_date: date })),
    subscribed: (given, at) => reading.members(given, at, []) && { subscribed: {} },
    api: (given, at) => reading.members(given, at, []) && { api: {} },
  });

function readEvent(reading: Reading, value: unknown, pointer: string): EventTrigger | null {
  const given = reading.members(value, pointer, ['type', 'where'], ['type']);
  const type = given && readUid(reading, given['type'], `${pointer}/type`);
  if (!given || type === null) return null;
  if (given['where'] === undefined) return { type };
  const bounds = { min: 1, max: MOST_CONDITIONS };
  const where = reading.list(given['where'], `${pointer}/where`, bounds, (item, at) =>
    reading.members(item, at, ['param', 'operator', 'values'], ['param', 'operator']),
  );
  return where && { type, where };
}

function readSegment(reading: Reading, value: unknown, pointer: string): string | null {
  const given = reading.members(value, pointer, ['uid'], ['uid']);
  return given && readId(reading, 'seg', given['uid'], `${pointer}/uid`);
}

function readDate(reading: Reading, value: unknown, pointer: string): DateTrigger | null {
  const known = ['key', 'offsetDays', 'at', 'repeat'];
  const given = reading.members(value, pointer, known, ['key']);
  if (!given) return null;
  const { key, offsetDays = 0, at = '10:00', repeat = 'yearly' } = given;
  return allRead({
    key: readUid(reading, key, `${pointer}/key`),
    offsetDays: reading.whole(offsetDays, `${pointer}/offsetDays`, { min: -365, max: 365 }),
    at: reading.matching(at, `${pointer}/at`, CLOCK_TIME, 'must be a time, HH:MM'),
    repeat: reading.oneOf(repeat, `${pointer}/repeat`, ['yearly', 'once']),
  });
}

const readAudience = (reading: Reading, value: unknown): Audience | null =>
  reading.tagged<Audience>(value, '/audience', {
    segment: (given, at) => wrap(readId(reading, 'seg', given, at), (segment) => ({ segment })),
    rule: (given, at) => wrap(reading.object(given, at), (rule) => ({ rule })),
  });

const readCancelEvents = (reading: Reading, value: unknown): readonly string[] | null =>
  reading.list(value, '/cancelEvents', { min: 0, max: MOST_CANCEL_EVENTS }, (item, at) =>
    readUid(reading, item, at),
  );

function readSettings(reading: Reading, value: unknown): Settings | null {
  const given = reading.members(value, '/settings', Object.keys(DEFAULT_SETTINGS));
  if (!given) return null;
  const {
    maxEntriesPerContact: most,
    quietHours,
    purpose,
    includeUnsubscribed,
  } = {
    ...DEFAULT_SETTINGS,
    ...given,
  };
  const read = {
    minGap: readGap(reading, given['minGap'] ?? DEFAULT_SETTINGS.minGap),
    maxEntriesPerContact:
      most === null
        ? null
        : reading.whole(most, '/settings/maxEntriesPerContact', { min: 1, max: 10_000 }),
    quietHours: quietHours === null ? null : readQuietHours(reading, quietHours),
    includeUnsubscribed: reading.flag(includeUnsubscribed, '/settings/includeUnsubscribed'),
    purpose: reading.oneOf(purpose, '/settings/purpose', PURPOSES),
  };
  if (read.includeUnsubscribed !== true || read.purpose === 'transactional')
    return read as Settings;
  const message = 'is only for the transactional purpose';
  return reading.refuse('/settings/includeUnsubscribed', 'purpose', message);
}

function readGap(reading: Reading, value: unknown): string | null {
  const seconds = typeof value === 'string' ? secondsOf(value) : null;
  if (seconds !== null && seconds <= LONGEST_GAP) return value as string;
  const message = 'must be an ISO 8601 duration of at most 366 days, P1D for example';
  return reading.refuse('/settings/minGap', 'duration', message);
}

function readQuietHours(reading: Reading, value: unknown): Settings['quietHours'] {
  const at = '/settings/quietHours';
  const given = reading.members(value, at, ['start', 'end'], ['start', 'end']);
  if (!given) return null;
  const [start, end] = (['start', 'end'] as const).map((name) =>
    reading.matching(given[name], `${at}/${name}`, CLOCK_TIME, 'must be a time, HH:MM'),
  );
  if (typeof start !== 'string' || typeof end !== 'string') return null;
  if (start !== end) return { start, end };
  return reading.refuse(at, 'quietHours', 'must not begin and end at the same time');
}

const wrap = <Inner, Outer>(inner: Inner | null, outer: (inner: Inner) => Outer): Outer | null =>
  inner === null ? null : outer(inner);
