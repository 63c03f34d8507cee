import { isMoment } from '../../wire/moment.js';
import type { DataType } from '../data-types.js';
import { COUNTRIES } from './countries.js';
import { NOT_MOBILE, type PhoneNumbers, type PhoneRules } from './phone-numbers.js';

/** What a spec says of its values. */
export interface ValueRules {
  readonly dataType: DataType;
  /** Most values; with more than one it is a list. */
  readonly multivalue: number;
  readonly options: readonly string[] | null;
  /** Of a text; null or absent for that of its type. */
  readonly maxLength?: number | null;
}

export interface ValueContext extends PhoneRules {
  readonly phones: PhoneNumbers;
}

/** A value as it is stored, or what is wrong with it. */
export type ReadValue = { readonly value: unknown } | { readonly fault: string };

/** Reads a value of JSON, which is not null, by its rules. */
export function readValue(rules: ValueRules, value: unknown, context: ValueContext): ReadValue {
  const read = READERS[rules.dataType];
  if (rules.multivalue === 1) return read(value, rules, context);
  if (!Array.isArray(value)) return fault('must be a list');
  if (value.length > rules.multivalue) {
    return fault(`must not have more than ${String(rules.multivalue)} values`);
  }
  const values: unknown[] = [];
  for (const each of value as unknown[]) {
    const one = read(each, rules, context);
    if ('fault' in one) return fault(`must be a list of values, of which each ${one.fault}`);
    values.push(one.value);
  }
  return { value: values };
}

type Reader = (value: unknown, rules: ValueRules, context: ValueContext) => ReadValue;

const fault = (text: string): ReadValue => ({ fault: text });

/** The value if it is a text that `read` knows; it returns null for others. */
const text =
  (
    read: (given: string, rules: ValueRules, context: ValueContext) => string | null,
    what: string,
  ) =>
  (value: unknown, rules: ValueRules, context: ValueContext): ReadValue => {
    const found = typeof value === 'string' ? read(value, rules, context) : null;
    return found === null ? fault(what) : { value: found };
  };

/** Neither control characters nor halves of a pair, which PostgreSQL and people cannot read. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;
/** The same, but lines and tabs are allowed. */
const UNPRINTABLE_IN_TEXT = /[\p{Cs}]|(?![\n\r\t])\p{Cc}/u;

const bounded =
  (most: number, unprintable: RegExp): Reader =>
  (value, { maxLength }) => {
    if (typeof value !== 'string') return fault('must be a text');
    const limit = Math.min(maxLength ?? most, most);
    if (value.length > limit) return fault(`must not be longer than ${String(limit)} characters`);
    return unprintable.test(value) ? fault('must not have control characters') : { value };
  };

const EMAIL = /^[^\s@\p{Cc}\p{Cs}]{1,64}@[^\s@\p{Cc}\p{Cs}]+\.[^\s@\p{Cc}\p{Cs}]+$/u;

function readEmail(given: string): string | null {
  if (given.length > 254 || !EMAIL.test(given)) return null;
  const at = given.lastIndexOf('@');
  return given.slice(0, at) + given.slice(at).toLowerCase();
}

function readUrl(given: string): string | null {
  if (given.length > 2_048 || UNPRINTABLE.test(given) || !/^https?:\/\//i.test(given)) return null;
  return URL.canParse(given) ? given : null;
}

function readLanguage(given: string): string | null {
  if (given.length > 35) return null;
  try {
    return Intl.getCanonicalLocales(given)[0] ?? null;
  } catch {
    return null;
  }
}

const DATE = /^\d{4}-\d\d-\d\d$/;

const readDate = (given: string): string | null =>
  DATE.test(given) && isMoment(`${given}T00:00:00Z`) ? given : null;

/** In UTC and to the millisecond, as it is shown. A leap second is the one after it. */
function readDateTime(given: string): string | null {
  if (!isMoment(given)) return null;
  const moment = new Date(given.toUpperCase().replace(' ', 'T').replace(':60', ':59'));
  const year = moment.getUTCFullYear();
  return year >= 1 && year <= 9_999 ? moment.toISOString() : null;
}

const DECIMAL = /^-?(\d+)(?:\.(\d{1,6}))?$/;
const MOST_DIGITS = 15;

function readDecimal(value: unknown): ReadValue {
  const [found, whole = '', fraction = ''] =
    typeof value === 'number' ? (DECIMAL.exec(String(value)) ?? []) : [];
  return found !== undefined && whole.length + fraction.length <= MOST_DIGITS
    ? { value }
    : fault('must be a number with at most 15 digits, 6 of them after the point');
}

const readPhone: Reader = (value, _, context) => {
  const number = typeof value === 'string' ? context.phones.read(value, context) : null;
  if (number === NOT_MOBILE) return fault('not_mobile: is not a mobile number');
  return number === null ? fault('must be a telephone number') : { value: number };
};

const READERS: Readonly<Record<DataType, Reader>> = {
  string: bounded(1_024, UNPRINTABLE),
  text: bounded(8_192, UNPRINTABLE_IN_TEXT),
  integer: (value) =>
    Number.isSafeInteger(value) ? { value } : fault('must be a whole number of at most 53 bits'),
  decimal: readDecimal,
  boolean: (value) => (typeof value === 'boolean' ? { value } : fault('must be true or false')),
  date: text(readDate, 'must be a date, YYYY-MM-DD'),
  datetime: text(readDateTime, 'must be a time with its zone, as in RFC 3339'),
  phone: readPhone,
  email: text(readEmail, 'must be an email address'),
  url: text(readUrl, 'must be an address that begins with http:// or https://'),
  country: text(
    (given) => (COUNTRIES.has(given.toUpperCase()) ? given.toUpperCase() : null),
    'must be a country, ISO 3166-1 alpha-2',
  ),
  language: text(readLanguage, 'must be a language, BCP 47'),
  enum: text(
    (given, { options }) => (options?.includes(given) ? given : null),
    'must be one of its options',
  ),
};
