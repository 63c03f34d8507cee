import type { DataType } from '../../specs/data-types.js';
import type { AttributeSpec } from '../../specs/spec.js';
import { isMoment } from '../../wire/moment.js';

interface ValueFault {
  readonly member: 'key' | 'value';
  readonly code: string;
  readonly message: string;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= 1_024;
const isDay = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && isMoment(`${value}T00:00:00Z`);

/** Types whose values a step may assign; others have forms of their own, which only data sources write. */
const FITS: Readonly<Partial<Record<DataType, (value: unknown) => boolean>>> = {
  ...{ string: isText, text: isText, date: isDay, datetime: isMoment },
  integer: Number.isSafeInteger,
  decimal: (value) => typeof value === 'number' && Math.abs(value) < 1e9,
  boolean: (value) => typeof value === 'boolean',
};

/** Why a step may not assign the value; null if it may. Null clears any attribute. */
export function findValueFault(spec: AttributeSpec | undefined, value: unknown): ValueFault | null {
  if (!spec?.custom || spec.unique || spec.multivalue > 1) {
    return { member: 'key', code: 'attribute', message: 'is no attribute that a step may change' };
  }
  if (value === null || fits(spec, value)) return null;
  return { member: 'value', code: 'value', message: `is no value of the type ${spec.dataType}` };
}

function fits({ dataType, options }: AttributeSpec, value: unknown): boolean {
  if (dataType === 'enum') return typeof value === 'string' && options?.includes(value) === true;
  return FITS[dataType]?.(value) ?? false;
}
