import type { Type } from '@nestjs/common';
import { fieldsOf, type Field, type Schema } from './wire-class.js';

/** The schema of a field, or of an array if it is a list. */
export const listed = ({ many, most, schema }: Pick<Field, 'many' | 'most' | 'schema'>): Schema =>
  many
    ? { type: 'array', items: schema, ...(most === undefined ? {} : { maxItems: most }) }
    : schema;

/** A wire class as JSON Schema (draft 2020-12). Nested classes are inlined: there is no `$ref`. */
export const jsonSchemaOf = (type: Type<object>): Schema => ({
  ...objectSchema(type, (field) => {
    const { nested, nullable, notes } = field;
    const schema = listed(nested ? { ...field, schema: jsonSchemaOf(nested) } : field);
    return {
      ...(nullable ? { anyOf: [schema, { type: 'null' }] } : schema),
      description: notes.description,
      default: notes.default,
    };
  }),
  additionalProperties: false,
});

/** A wire class as OpenAPI 3.0, for a schema that is not a component. Nested classes are inlined. */
export const openApiSchemaOf = (type: Type<object>): Schema =>
  objectSchema(type, (field) => ({
    ...listed(field.nested ? { ...field, schema: openApiSchemaOf(field.nested) } : field),
    ...(field.nullable ? { nullable: true } : {}),
    ...field.notes,
  }));

function objectSchema(type: Type<object>, schemaOf: (field: Field) => Schema): Schema {
  const fields = fieldsOf(type);
  const required = fields.filter(isRequired).map(({ name }) => name);
  return {
    type: 'object',
    // OpenAPI 3.0 forbids an empty list here.
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)])),
  };
}

/** Whether it is always present. A field above the level is absent. */
export const isRequired = ({ optional, level, notes }: Field): boolean =>
  !optional && level === 'none' && notes.default === undefined;
