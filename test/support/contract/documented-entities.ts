import type { Shape } from './shape.js';

/*
 * The fields that the public description of the API names, with their types. What ours does not have is in the rows
 * API-01 to API-05 of docs/conformance.md.
 */

export const PROJECT: Shape = {
  ...{ uid: 'string', id: 'string', name: 'string', locale: 'string', timezone: 'string' },
};

export const ATTRIBUTE: Shape = {
  ...{ uid: 'string', displayLabel: 'string', description: 'string|null', dataType: 'string' },
  ...{ visualType: 'string', multivalue: 'integer', custom: 'boolean', unique: 'boolean' },
  ...{ readonly: 'boolean', visible: 'boolean', important: 'boolean', enabled: 'boolean' },
  ...{ eventBased: 'boolean', requiredInWebhook: 'boolean' },
};

export const EVENT_TYPE: Shape = {
  ...{ uid: 'string', name: 'string', emoji: 'string|null', category: 'string|null' },
  ...{ attribution: 'boolean', automation: 'boolean' },
};

export const EVENT_PARAMETER: Shape = {
  ...{ parameter: 'string', title: 'string', description: 'string|null', dataType: 'string' },
  ...{ required: 'boolean', multiValue: 'integer', maxLength: 'integer|null' },
};

export const CONTACT: Shape = {
  ...{ id: 'string', audienceIds: 'string[]', dsIds: 'string[]', dsContactIds: 'string[]' },
  ...{ createdAt: 'time', updatedAt: 'time', indexedAt: 'time', deletedAt: 'time|null' },
  attributesData: {
    ...{ _user_id: 'string', _first_name: 'string|null', _last_name: 'string|null' },
    ...{ _full_name: 'string|null', _email: 'string|null', _phone_mobile: 'string|null' },
    ...{ _date_registered: 'time|null', _date_imported: 'time|null', _date_seen: 'time|null' },
    ...{ _date_updated: 'time', _client_lists: 'string[]', _client_tags: 'string[]' },
    ...{ _accepts_marketing_sms: 'boolean|null', _accepts_marketing_email: 'boolean|null' },
    ...{ _accepts_marketing_whatsapp: 'boolean|null', _is_subscribed_sms: 'boolean' },
    ...{ _is_subscribed_email: 'boolean', _is_subscribed_whatsapp: 'boolean' },
  },
};

export const DATA_SOURCE: Shape = {
  ...{ id: 'string', name: 'string', description: 'string|null', audienceTags: 'string[]' },
  ...{ tags: 'string[]', defaultCountry: 'string', locale: 'string', timezone: 'string' },
  priority: 'integer',
};

export const SMS: Shape = {
  ...{ id: 'string', from: 'string', to: 'string', normalizedTo: 'string', country: 'string' },
  ...{ text: 'string', deliveredText: 'string', encoding: 'string', unicode: 'boolean' },
  ...{ allowUnicode: 'boolean', charsCount: 'integer', messagesCount: 'integer' },
  ...{ pricePerSms: 'string', priceUser: 'string', charged: 'boolean', status: 'string' },
  ...{ statusCode: 'string|null', inbound: 'boolean', scheduledAt: 'time|null' },
  ...{ sentAt: 'time|null', deliveredAt: 'time|null', audienceContact: { id: 'string' } },
};

export const BATCH_RESULT: Shape = {
  ...{ successful: 'integer', failed: 'integer', items: 'object[]' },
};
