import type { FieldLevel } from '../wire/field-levels.js';
import type { DataType } from './data-types.js';

/** An attribute of contacts, reserved or custom. */
export interface AttributeSpec {
  readonly uid: string;
  readonly displayLabel: string;
  readonly description: string | null;
  readonly dataType: DataType;
  /** Most values; with more than one the attribute is a list. */
  readonly multivalue: number;
  /** The values of an `enum`. */
  readonly options: readonly string[] | null;
  /** Defined by the customer; values are in the column `attributes`. */
  readonly custom: boolean;
  /** Contacts can be looked up by it. */
  readonly unique: boolean;
  /** Data sources cannot write it. */
  readonly readonly: boolean;
  readonly visible: boolean;
  readonly important: boolean;
  readonly enabled: boolean;
  /** Whether a contact has ever had a value: from then on the type is fixed. */
  readonly hasData: boolean;
  /** The lowest level that shows it. */
  readonly level: FieldLevel;
  /** Of `contacts`. */
  readonly column?: string | undefined;
}

export interface EventParameterSpec {
  readonly parameter: string;
  readonly title: string;
  readonly description: string | null;
  readonly dataType: DataType;
  readonly required: boolean;
  /** Most values; with more than one the parameter is a list. */
  readonly multiValue: number;
  /** Of a text; null for that of its type. */
  readonly maxLength: number | null;
  /** Personal data: shown with `audience.full:read` only. */
  readonly pii: boolean;
  /** The values of an `enum`. */
  readonly options: readonly string[] | null;
}

export interface EventSpec {
  readonly uid: string;
  readonly name: string;
  readonly emoji: string | null;
  readonly category: string | null;
  readonly description: string | null;
  readonly attribution: boolean;
  readonly automation: boolean;
  readonly parameters: readonly EventParameterSpec[];
}
