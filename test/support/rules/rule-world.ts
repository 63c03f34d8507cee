import { ProjectSpecs } from '../../../src/product-api/specs/project-specs.js';
import type { DataType } from '../../../src/product-api/specs/data-types.js';
import type { PlainType } from './evaluate-rule.js';

/** Custom attributes of the project, by name: one of each type, and lists. */
export const CUSTOM: Readonly<Record<string, PlainType>> = {
  city: { dataType: 'string', many: false },
  note: { dataType: 'text', many: false },
  site: { dataType: 'url', many: false },
  tongue: { dataType: 'language', many: false },
  plan: { dataType: 'enum', many: false },
  visits: { dataType: 'integer', many: false },
  score: { dataType: 'decimal', many: false },
  vip: { dataType: 'boolean', many: false },
  birthday: { dataType: 'date', many: false },
  renewal: { dataType: 'datetime', many: false },
  landline: { dataType: 'phone', many: false },
  work_mail: { dataType: 'email', many: false },
  origin: { dataType: 'country', many: false },
  colours: { dataType: 'string', many: true },
  sizes: { dataType: 'decimal', many: true },
  days: { dataType: 'date', many: true },
  plans: { dataType: 'enum', many: true },
};

/** Reserved ones, and their columns. */
export const RESERVED: Readonly<Record<string, PlainType & { readonly column: string }>> = {
  _user_id: { dataType: 'string', many: false, column: 'user_id' },
  _first_name: { dataType: 'string', many: false, column: 'first_name' },
  _email: { dataType: 'email', many: false, column: 'email' },
  _phone_mobile: { dataType: 'phone', many: false, column: 'phone_mobile' },
  _country: { dataType: 'country', many: false, column: 'country' },
  _is_subscribed_sms: { dataType: 'boolean', many: false, column: 'is_subscribed_sms' },
  _accepts_marketing_sms: { dataType: 'boolean', many: false, column: 'accepts_marketing_sms' },
  _date_registered: { dataType: 'datetime', many: false, column: 'registered_at' },
  _date_seen: { dataType: 'datetime', many: false, column: 'seen_at' },
  _client_tags: { dataType: 'string', many: true, column: 'client_tags' },
};

/** Parameters by type of event. */
export const PARAMETERS: Readonly<Record<string, Readonly<Record<string, PlainType>>>> = {
  purchase: {
    amount: { dataType: 'decimal', many: false },
    product: { dataType: 'string', many: false },
    gift: { dataType: 'boolean', many: false },
    delivery: { dataType: 'date', many: false },
    ready: { dataType: 'datetime', many: false },
    tags: { dataType: 'string', many: true },
  },
  visit: { store: { dataType: 'string', many: false } },
};

export const OPTIONS = ['gold', 'Silver', '50%'];

const typeOf = ({ dataType, many }: PlainType) => ({
  dataType: dataType as DataType,
  options: dataType === 'enum' ? OPTIONS : null,
  many: many ? 20 : 1,
});

/** The specs that say so. */
export const SPECS = new ProjectSpecs({
  attributes: Object.entries(CUSTOM).map(([uid, type]) => ({
    ...{ uid, displayLabel: uid, description: null, unique: false, visible: true },
    ...{ important: false, enabled: true, hasData: true },
    ...{ dataType: typeOf(type).dataType, options: typeOf(type).options },
    multivalue: typeOf(type).many,
  })),
  events: Object.entries(PARAMETERS).map(([uid, parameters]) => ({
    ...{ uid, name: uid, emoji: null, category: null, description: null },
    ...{ attribution: false, automation: true },
    parameters: Object.entries(parameters).map(([parameter, type]) => ({
      ...{ parameter, title: parameter, description: null, required: false, maxLength: null },
      ...{ pii: false, dataType: typeOf(type).dataType, options: typeOf(type).options },
      multiValue: typeOf(type).many,
    })),
  })),
});
