import { applyDecorators } from '@nestjs/common';
import { IsInt, Max, Min } from 'class-validator';

/**
 * A whole number from `min` to `max`. Its type is checked first: of several faults only the first is named, and it is the
 * one that helps.
 */
export const WholeNumber = (min: number, max = Number.MAX_SAFE_INTEGER): PropertyDecorator =>
  applyDecorators(IsInt(), Min(min), Max(max));

/** A number in a query. `1e3`, `0x10` and `+1` are numbers to JavaScript and none to us (E14). */
export const toWholeNumber = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^-?\d+$/.test(value) ? clamp(Number(value)) : value;

/** What is too large to be exact is too large for every limit of ours, and stays so. */
const clamp = (value: number): number =>
  Math.max(-Number.MAX_SAFE_INTEGER, Math.min(value, Number.MAX_SAFE_INTEGER));
