import { readFileSync } from 'node:fs';

/** A JSON Schema of the OpenAPI document. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly minProperties?: number;
}

interface Operation {
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** An operation of the document, `POST /v1/project/:project/segment`. */
export interface DocumentedOperation {
  readonly title: string;
  /** Of a body of JSON; undefined if it takes none. */
  readonly body: Schema | undefined;
}

const DOCUMENT = JSON.parse(readFileSync('openapi/product-api.json', 'utf8')) as Document;

export const OPERATIONS: readonly DocumentedOperation[] = Object.entries(DOCUMENT.paths).flatMap(
  ([path, item]) =>
    Object.entries(item).map(([method, { requestBody }]) => ({
      title: `${method.toUpperCase()} ${path.replace(/\/$/, '').replaceAll(/\{(\w+)\}/g, ':$1')}`,
      body: requestBody?.content['application/json']?.schema,
    })),
);

/** The name of a member that no schema has. */
export const UNKNOWN = 'unknown_member';

/** A body that is valid but for one member more, and the JSON Pointer of that. */
export interface SpoiledBody {
  readonly pointer: string;
  readonly body: unknown;
}

/** One for every object of the schema whose members are documented. */
export function spoiledBodies(given: Schema): readonly SpoiledBody[] {
  const schema = resolved(given);
  if (schema.items) {
    return spoiledBodies(schema.items).map(({ pointer, body }) => ({
      ...{ pointer: `/0${pointer}`, body: [body] },
    }));
  }
  if (!schema.properties) return [];
  const own = valueOf(schema) as object;
  const one = { pointer: `/${UNKNOWN}`, body: { ...own, [UNKNOWN]: 1 } };
  const below = Object.entries(schema.properties).flatMap(([name, member]) =>
    spoiledBodies(member).map(({ pointer, body }) => ({
      pointer: `/${name}${pointer}`,
      // Of members that exclude each other there is one.
      body: { ...(schema.minProperties === 1 ? {} : own), [name]: body },
    })),
  );
  return [one, ...below];
}

/** A valid value with as few members as there may be. */
function valueOf(given: Schema): unknown {
  const schema = resolved(given);
  const [first] = schema.enum ?? schema.examples ?? [];
  return first ?? OF_TYPE[typeOf(schema)]?.(schema);
}

const typeOf = ({ type = 'object' }: Schema): string => [type].flat()[0] ?? 'object';

const numberOf = ({ minimum = 1 }: Schema): number => minimum;

const OF_TYPE: Readonly<Record<string, (schema: Schema) => unknown>> = {
  string: ({ format }) => (format === 'date-time' ? '2026-01-02T03:04:05Z' : 'text'),
  ...{ integer: numberOf, number: numberOf },
  boolean: () => true,
  array: ({ items = {} }) => [valueOf(items)],
  object: membersOf,
};

function membersOf({ properties = {}, required = [], minProperties }: Schema): object {
  const isChoice = required.length === 0 && minProperties === 1;
  const names = isChoice ? Object.keys(properties).slice(0, 1) : required;
  return Object.fromEntries(names.map((name) => [name, valueOf(properties[name] ?? {})]));
}

/** Without references and choices: of these the first that is an object with members, or else the first. */
function resolved(schema: Schema): Schema {
  if (schema.$ref !== undefined) return resolved(componentOf(schema.$ref));
  const choices = choicesOf(schema).map(resolved);
  return choices.find(({ properties }) => properties) ?? choices[0] ?? schema;
}

const componentOf = (ref: string): Schema =>
  DOCUMENT.components.schemas[ref.split('/').at(-1) ?? ''] ?? {};

const choicesOf = ({ allOf, anyOf, oneOf }: Schema): readonly Schema[] =>
  allOf ?? anyOf ?? oneOf ?? [];
