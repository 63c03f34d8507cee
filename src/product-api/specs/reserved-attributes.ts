import type { FieldLevel } from '../wire/field-levels.js';
import type { AttributeSpec } from './spec.js';

type Differing = Partial<AttributeSpec> & Pick<AttributeSpec, 'dataType' | 'displayLabel'>;

const reserved = <const Uid extends string>(
  uid: Uid,
  level: FieldLevel,
  column: string | undefined,
  differing: Differing,
): AttributeSpec & { readonly uid: Uid } => ({
  ...{ description: null, multivalue: 1, options: null, custom: false, unique: false },
  ...{ readonly: false, visible: true, important: false, enabled: true, hasData: true },
  ...differing,
  ...{ uid, level, column },
});

const NAMES = 50;

/**
 * Attributes that every project has, by their names in the API. `column`: of `contacts`; one without is composed of
 * others. What is `readonly` comes from this server, never from a data source.
 */
export const RESERVED_ATTRIBUTES = [
  reserved('_user_id', 'full', 'user_id', {
    ...{ dataType: 'string', displayLabel: 'User id', unique: true, important: true },
    description: 'The customer’s own id of the person.',
  }),
  reserved('_first_name', 'basic', 'first_name', {
    ...{ dataType: 'string', displayLabel: 'First name', important: true },
  }),
  reserved('_last_name', 'basic', 'last_name', {
    ...{ dataType: 'string', displayLabel: 'Last name', important: true },
  }),
  reserved('_full_name', 'basic', undefined, {
    ...{ dataType: 'string', displayLabel: 'Full name', readonly: true },
    description: 'First and last name.',
  }),
  reserved('_email', 'basic', 'email', {
    ...{ dataType: 'email', displayLabel: 'Email', unique: true, important: true },
  }),
  reserved('_phone_mobile', 'basic', 'phone_mobile', {
    ...{ dataType: 'phone', displayLabel: 'Mobile phone', unique: true, important: true },
    description: 'E.164.',
  }),
  reserved('_country', 'none', 'country', {
    ...{ dataType: 'country', displayLabel: 'Country' },
    description: 'ISO 3166-1 alpha-2.',
  }),
  reserved('_language', 'basic', 'language', {
    ...{ dataType: 'language', displayLabel: 'Language' },
    description: 'BCP 47.',
  }),
  reserved('_date_registered', 'none', 'registered_at', {
    ...{ dataType: 'datetime', displayLabel: 'Registered' },
    description: 'When the person registered with the customer.',
  }),
  reserved('_date_seen', 'none', 'seen_at', {
    ...{ dataType: 'datetime', displayLabel: 'Last seen' },
  }),
  reserved('_date_imported', 'none', 'imported_at', {
    ...{ dataType: 'datetime', displayLabel: 'Imported', readonly: true },
    description: 'When a data source first brought the contact.',
  }),
  reserved('_date_updated', 'none', 'updated_at', {
    ...{ dataType: 'datetime', displayLabel: 'Updated', readonly: true },
  }),
  reserved('_client_lists', 'full', 'client_lists', {
    ...{ dataType: 'string', displayLabel: 'Lists', multivalue: NAMES },
    description: 'Names of the customer’s own lists.',
  }),
  reserved('_client_tags', 'full', 'client_tags', {
    ...{ dataType: 'string', displayLabel: 'Tags', multivalue: NAMES },
  }),
  ...(['sms', 'email', 'whatsapp'] as const).flatMap((channel) => [
    reserved(`_accepts_marketing_${channel}`, 'none', `accepts_marketing_${channel}`, {
      ...{ dataType: 'boolean', displayLabel: `Accepts marketing by ${channel}` },
      description: 'From the customer’s own data; absent is unknown.',
    }),
    reserved(`_is_subscribed_${channel}`, 'none', `is_subscribed_${channel}`, {
      ...{ dataType: 'boolean', displayLabel: `Subscribed to ${channel}`, readonly: true },
      description: 'The platform’s own flag, which unsubscribing clears.',
    }),
  ]),
] as const;
