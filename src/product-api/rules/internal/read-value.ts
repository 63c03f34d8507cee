import { fromWireId } from '../../../kernel/ids.js';
import { isMoment } from '../../wire/moment.js';
import type { Literal, Term, ValueType } from '../rule.js';

/** A value as PostgreSQL reads it, or what it must be. */
type Read = Literal | { readonly must: string };

const MOST_CHARACTERS = 1_024;

/** `value` is of JSON, or the text of a parameter. */
export function readValue(value: unknown, term: Term): Read {
  return READERS[term.dataType](value, term);
}

type Reader = (value: unknown, term: Term) => Read;

const literal = (type: ValueType, text: string): Literal => ({ type, text });

const readText: Reader = (value) =>
  typeof value === 'string' && value !== '' && value.length <= MOST_CHARACTERS
    ? literal('text', value)
    : { must: `be a text of 1 to ${String(MOST_CHARACTERS)} characters` };

const readOption: Reader = (value, { options }) =>
  typeof value === 'string' && options?.includes(value)
    ? literal('text', value)
    : { must: 'be one of the options of the attribute' };

/** Separators that people write; the stored form has none. */
const readPhone: Reader = (value) => {
  const bare = typeof value === 'string' ? value.slice(0, 40).replaceAll(/[\s().-]/g, '') : '';
  return /^\+[1-9]\d{6,14}$/.test(bare)
    ? literal('text', bare)
    : { must: 'be a phone number with its country code, +34600123456' };
};

const readEmail: Reader = (value) =>
  typeof value === 'string' && value.length <= 254 && /^[^@\s]+@[^@\s]+$/.test(value)
    ? literal('text', value)
    : { must: 'be an email address' };

const readCountry: Reader = (value) =>
  typeof value === 'string' && /^[A-Za-z]{2}$/.test(value)
    ? literal('text', value.toUpperCase())
    : { must: 'be the code of a country, ES' };

/** Texts are accepted, since parameters and many clients have nothing else. */
const readNumber: Reader = (value) => {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^-?\d{1,22}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?$/.test(text)
    ? literal('numeric', text)
    : { must: 'be a number' };
};

const readFlag: Reader = (value) =>
  typeof value === 'boolean' || value === 'true' || value === 'false'
    ? literal('boolean', String(value))
    : { must: 'be true or false' };

const isDay = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && isMoment(`${value}T00:00:00Z`);

const readDay: Reader = (value) =>
  isDay(value) ? literal('date', value) : { must: 'be a day, 2026-01-31' };

const readMoment: Reader = (value) => {
  if (isDay(value)) return literal('date', value);
  return typeof value === 'string' && isMoment(value)
    ? literal('timestamptz', value)
    : { must: 'be a day, 2026-01-31, or a time as in RFC 3339' };
};

const readId: Reader = (value, { options: [kind] = [] }) => {
  const uuid = typeof value === 'string' ? fromWireId(kind as 'aud' | 'ds', value) : null;
  return uuid === null ? { must: `be an id, ${kind ?? ''}_…` } : literal('uuid', uuid);
};

const READERS: Readonly<Record<Term['dataType'], Reader>> = {
  string: readText,
  text: readText,
  url: readText,
  language: readText,
  enum: readOption,
  phone: readPhone,
  email: readEmail,
  country: readCountry,
  id: readId,
  integer: readNumber,
  decimal: readNumber,
  boolean: readFlag,
  date: readDay,
  datetime: readMoment,
};
