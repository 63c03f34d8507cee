import { Flag, OneOf, Text, Whole } from '../wire/fields.js';
import { DATA_TYPES, type DataType } from './data-types.js';
import type { EventParameterSpec, EventSpec } from './spec.js';

/** A name of the customer's own. `constructor` is a name that every object has. */
const UID = /^(?!constructor$)[a-z][a-z0-9_]{0,62}$/;
const Uid = () => Text({ pattern: UID, example: 'loyalty_tier' });

const MOST_VALUES = 50;
export const MOST_OPTIONS = 200;

const TITLE = { min: 1, max: 120, optional: true, example: 'Loyalty tier' } as const;
const DESCRIPTION = { max: 1_000, optional: true, nullable: true } as const;
const Options = () =>
  Text({
    ...{ many: true, most: MOST_OPTIONS, optional: true, min: 1, max: 120 },
    description: 'The values of an `enum`.',
  });

const noAttribute = (): boolean => false;

/** An attribute of contacts on the wire. */
export class Attribute {
  @Text() uid!: string;
  @Text() displayLabel!: string;
  @Text({ nullable: true }) description!: string | null;
  @OneOf(DATA_TYPES) dataType!: DataType;
  @OneOf(DATA_TYPES, { from: 'dataType' }) visualType!: DataType;
  @Whole({ description: 'Most values; with more than one the attribute is a list.' })
  multivalue!: number;
  @Text({ many: true, nullable: true, description: 'The values of an `enum`.' })
  options!: readonly string[] | null;
  @Flag({ description: 'Not one of the reserved attributes, which begin with `_`.' })
  custom!: boolean;
  @Flag({ description: 'Contacts can be looked up by it.' }) unique!: boolean;
  @Flag({ description: 'Data sources cannot write it.' }) readonly!: boolean;
  @Flag() visible!: boolean;
  @Flag() important!: boolean;
  @Flag() enabled!: boolean;
  @Flag({ from: noAttribute, description: 'Computed from events.' }) eventBased!: boolean;
  @Flag({ from: noAttribute }) requiredInWebhook!: boolean;
}

export class AttributesMetadata {
  @Text({ many: true, description: 'Attributes by which contacts can be looked up.' })
  readonly uniqueAttributes!: readonly string[];
}

/** A type of events on the wire. */
export class EventType {
  @Text() uid!: EventSpec['uid'];
  @Text() name!: string;
  @Text({ nullable: true }) emoji!: string | null;
  @Text({ nullable: true }) category!: string | null;
  @Text({ nullable: true }) description!: string | null;
  @Flag({ description: 'Such an event can be the result of a message.' }) attribution!: boolean;
  @Flag({ description: 'Such an event can start automations.' }) automation!: boolean;
}

/** A parameter of a type of events on the wire. */
export class EventParameter {
  @Text() parameter!: EventParameterSpec['parameter'];
  @Text() title!: string;
  @Text({ nullable: true }) description!: string | null;
  @OneOf(DATA_TYPES) dataType!: DataType;
  @Flag() required!: boolean;
  @Whole({ description: 'Most values; with more than one the parameter is a list.' })
  multiValue!: number;
  @Whole({ nullable: true, description: 'Of a text; null for that of its type.' })
  maxLength!: number | null;
  @Flag({ description: 'Personal data, shown with `audience.full:read` only.' }) pii!: boolean;
  @Text({ many: true, nullable: true, description: 'The values of an `enum`.' })
  options!: readonly string[] | null;
}

export class ParametersMetadata {
  @Text({ description: 'The type of events.' }) readonly event!: string;
}

export class NoMetadata {}

export class CreateAttributeDto {
  @Uid() uid!: string;
  @Text({ ...TITLE, description: 'Without it: the `uid`.' }) displayLabel?: string;
  @Text(DESCRIPTION) description?: string | null;
  @OneOf(DATA_TYPES) dataType!: DataType;
  @Whole({ min: 1, max: MOST_VALUES, default: 1 }) multivalue: number = 1;
  @Options() options?: readonly string[];
  @Flag({ default: false }) unique: boolean = false;
  @Flag({ default: true }) visible: boolean = true;
  @Flag({ default: false }) important: boolean = false;
  @Flag({ default: true }) enabled: boolean = true;
}

export class ChangeAttributeDto {
  @Text(TITLE) displayLabel?: string;
  @Text(DESCRIPTION) description?: string | null;
  @OneOf(DATA_TYPES, { optional: true }) dataType?: DataType;
  @Whole({ min: 1, max: MOST_VALUES, optional: true }) multivalue?: number;
  @Options() options?: readonly string[];
  @Flag({ optional: true }) visible?: boolean;
  @Flag({ optional: true }) important?: boolean;
  @Flag({ optional: true }) enabled?: boolean;
}

export class CreateEventTypeDto {
  @Uid() uid!: string;
  @Text({ ...TITLE, description: 'Without it: the `uid`.' }) name?: string;
  @Text({ max: 16, optional: true, nullable: true }) emoji?: string | null;
  @Text({ max: 60, optional: true, nullable: true }) category?: string | null;
  @Text(DESCRIPTION) description?: string | null;
  @Flag({ default: false }) attribution: boolean = false;
  @Flag({ default: true }) automation: boolean = true;
}

export class CreateEventParameterDto {
  @Uid() parameter!: string;
  @Text({ ...TITLE, description: 'Without it: the name.' }) title?: string;
  @Text(DESCRIPTION) description?: string | null;
  @OneOf(DATA_TYPES) dataType!: DataType;
  @Flag({ default: false }) required: boolean = false;
  @Whole({ min: 1, max: MOST_VALUES, default: 1 }) multiValue: number = 1;
  @Whole({ min: 1, max: 8_192, optional: true, nullable: true }) maxLength?: number | null;
  @Flag({ default: false }) pii: boolean = false;
  @Options() options?: readonly string[];
}
