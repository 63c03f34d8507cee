/** Part of a document. */
type Node = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/**
 * A document of OpenAPI 3.0, as `@nestjs/swagger` makes it, as one of 3.1: its schemas are JSON Schema (draft 2020-12),
 * where null is a type and examples are a list.
 */
export function toOpenApi31<Document extends object>(document: Document): Document {
  return { ...(converted(document) as Document), openapi: '3.1.1' };
}

function converted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(converted);
  if (!isObject(value)) return value;
  const node = Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, converted(member)]),
  );
  return isSchema(node) ? orNull(withExamples(node)) : node;
}

/** Not a parameter, a media type or a map of schemas, whose members may have these names, too. */
const isSchema = ({ type, $ref, allOf }: Node): boolean =>
  typeof type === 'string' || typeof $ref === 'string' || Array.isArray(allOf);

const withExamples = ({ example, ...schema }: Node): Node =>
  example === undefined ? schema : { ...schema, examples: [example] };

function orNull({ nullable, ...schema }: Node): Node {
  if (nullable !== true) return schema;
  const { description, ...rest } = schema;
  if (typeof schema.type !== 'string' || schema.allOf) {
    // Of a class the type is in the schema that is referred to.
    return { description, anyOf: [{ ...rest, type: undefined }, { type: 'null' }] };
  }
  const values = Array.isArray(schema.enum) ? { enum: [...(schema.enum as unknown[]), null] } : {};
  return { ...schema, ...values, type: [schema.type, 'null'] };
}
