import type { ValidationOptions } from 'class-validator';
import { ValidateBy } from '../../platform/validation/class-validator.js';

const MOMENT =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ]([01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d{1,9})?(?:[Zz]|[+-](\d\d):[0-5]\d)$/;

/** PostgreSQL has no year 0, and no offset of 16 hours or more. */
const FIRST_YEAR = 1;
const LARGEST_OFFSET = 15;

/** Whether it is an existing time in RFC 3339, which PostgreSQL can read. */
export function isMoment(value: unknown): boolean {
  const [text, year, month, day, , offset = '0'] =
    typeof value === 'string' ? (MOMENT.exec(value) ?? []) : [];
  if (text === undefined) return false;
  const isDay = Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month));
  return Number(year) >= FIRST_YEAR && isDay && Number(offset) <= LARGEST_OFFSET;
}

/** 0 for a month that does not exist. */
function daysIn(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  // In a leap year of the same kind, since JavaScript maps the years 0 to 99 to others.
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

export const IsMoment = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isRFC3339',
      validator: {
        validate: isMoment,
        defaultMessage: () => '$property must be a time that exists, written as in RFC 3339',
      },
    },
    options,
  );
