import { Matches } from '../../platform/validation/class-validator.js';
import { field, type FieldOptions } from './field.js';

const CLOCK_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** A time of day, `21:00`, in a time zone that the context says. */
export const ClockTime = <const O extends FieldOptions>(options?: O) =>
  field<string, O>({ example: '21:00', ...options } as O, {
    schema: { type: 'string', pattern: CLOCK_TIME.source },
    rules: (each) => [Matches(CLOCK_TIME, { ...each, message: '$property must be a time, HH:MM' })],
  });
