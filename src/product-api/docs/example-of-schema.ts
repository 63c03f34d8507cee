/** A schema of OpenAPI 3.1, as far as an example is made of it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

export type Schemas = Readonly<Record<string, Schema>>;

/** Schemas of the document, by their names. */
const REFERENCE = '#/components/schemas/';

/** What is said to be an example, or the least that fits: the members that are required, or else one. */
export function exampleOf(schemas: Schemas, schema: Schema): unknown {
  const given = givenIn(schema);
  if (given !== undefined) return given;
  const meant = meantBy(schemas, schema);
  return meant ? exampleOf(schemas, meant) : ofType(schemas, schema);
}

const givenIn = ({ examples = [], default: byDefault, enum: values = [] }: Schema): unknown =>
  [...examples, byDefault, ...values].find((value) => value !== undefined);

/** The schema that it refers to, or the first that it is made of. */
function meantBy(schemas: Schemas, { $ref, allOf, anyOf, oneOf }: Schema): Schema | undefined {
  return $ref === undefined
    ? (allOf ?? anyOf ?? oneOf)?.[0]
    : schemas[$ref.slice(REFERENCE.length)];
}

function ofType(schemas: Schemas, schema: Schema): unknown {
  const [type = 'string'] = [schema.type].flat();
  const examples: Readonly<Record<string, () => unknown>> = {
    object: () => ofMembers(schemas, schema),
    array: () => [exampleOf(schemas, schema.items ?? {})],
    boolean: () => true,
    integer: () => 1,
    number: () => 1,
  };
  return examples[type]?.() ?? 'text';
}

function ofMembers(schemas: Schemas, { properties = {}, required = [] }: Schema): object {
  const names = Object.keys(properties);
  const one = names.find((name) => properties[name]?.examples) ?? names[0];
  const chosen = required.length === 0 && one !== undefined ? [one] : required;
  return Object.fromEntries(
    chosen.map((name) => [name, exampleOf(schemas, properties[name] ?? {})]),
  );
}
