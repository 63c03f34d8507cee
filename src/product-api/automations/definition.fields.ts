import { IsObject } from '../../platform/validation/class-validator.js';
import { field, type FieldOptions } from '../wire/field.js';
import type { Schema } from '../wire/wire-class.js';
import {
  PURPOSES,
  TRIGGERS,
  type Audience,
  type Step,
  type Trigger,
} from './definition/definition.js';

/*
 * Parts of a definition as OpenAPI. What is given is read by `readDefinition`, which knows more than a schema says.
 */

type Members = Readonly<Record<string, Schema>>;

const object = (properties: Members, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...(required.length > 0 ? { required } : {}),
});

/** One member, whose name says what the object is. */
const tagged = (properties: Members): Schema => ({
  ...object(properties),
  ...{ minProperties: 1, maxProperties: 1 },
});

const text = (notes: Schema = {}): Schema => ({ type: 'string', ...notes });
const DURATION = text({ example: 'PT10M', description: 'ISO 8601, in weeks or days and time.' });
const CLOCK_TIME = text({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', example: '10:00' });
const RULE: Schema = { type: 'object', description: 'A rule of the language of segments.' };
const NOTHING = object({});

const TRIGGER = tagged({
  event: object(
    {
      type: text({ example: 'purchase' }),
      where: {
        type: 'array',
        items: object({ param: text(), operator: text(), values: { type: 'array', items: {} } }, [
          'param',
          'operator',
        ]),
      },
    },
    ['type'],
  ),
  segment_entered: object({ uid: text() }, ['uid']),
  attribute_date: object(
    {
      ...{ key: text(), offsetDays: { type: 'integer', minimum: -365, maximum: 365 } },
      ...{ at: CLOCK_TIME, repeat: text({ enum: ['yearly', 'once'] }) },
    },
    ['key'],
  ),
  ...{ subscribed: NOTHING, api: NOTHING },
} satisfies Record<(typeof TRIGGERS)[number], Schema>);

const AUDIENCE = tagged({ segment: text(), rule: RULE });

const INNER_STEPS: Schema = {
  type: 'array',
  items: { type: 'object', description: 'A step.', minProperties: 1, maxProperties: 1 },
};

const STEP = tagged({
  wait: tagged({ duration: DURATION, until: text({ format: 'date-time' }) }),
  send_sms: object(
    { text: text(), senderId: text(), allowUnicode: { type: 'boolean', default: false } },
    ['text'],
  ),
  branch: object({ rule: RULE, yes: INNER_STEPS, no: INNER_STEPS }, ['rule', 'yes']),
  update_attribute: object({ key: text(), value: {} }, ['key', 'value']),
  webhook: object({ endpointId: text({ example: 'whk_01kag0r4yqf8ktm3v9x2s5c7bn' }) }, [
    'endpointId',
  ]),
  exit: NOTHING,
});

const SETTINGS = object({
  minGap: DURATION,
  maxEntriesPerContact: { type: 'integer', nullable: true, minimum: 1 },
  quietHours: {
    ...object({ start: CLOCK_TIME, end: CLOCK_TIME }, ['start', 'end']),
    nullable: true,
  },
  includeUnsubscribed: { type: 'boolean' },
  purpose: text({ enum: [...PURPOSES] }),
});

const shaped =
  <Value extends object>(schema: Schema) =>
  <const O extends FieldOptions>(options?: O) =>
    field<Value, O>(options, { schema, rules: (each) => [IsObject(each)] });

export const TriggerField = shaped<Trigger>(TRIGGER);
export const AudienceField = shaped<Audience>(AUDIENCE);
export const StepField = shaped<Step>(STEP);
export const SettingsField = shaped<object>(SETTINGS);
