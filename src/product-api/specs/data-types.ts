/** The types of attributes and of parameters of events. */
export const DATA_TYPES = [
  'string',
  'text',
  'integer',
  'decimal',
  'boolean',
  'date',
  'datetime',
  'phone',
  'email',
  'url',
  'country',
  'language',
  'enum',
] as const;

export type DataType = (typeof DATA_TYPES)[number];
