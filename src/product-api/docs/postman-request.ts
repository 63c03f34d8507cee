import { exampleOf, type Schema, type Schemas } from './example-of-schema.js';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

/** An operation of the OpenAPI document, as far as a request is made of it. */
export interface Operation {
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: Schema }>> };
  readonly 'x-required-scopes': readonly string[];
}

/** An entry of a query, a header, a path, or the variables of the collection. */
export interface Entry {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly disabled?: boolean;
}

/** A request of the collection. */
export interface PostmanRequest {
  readonly method: string;
  readonly description: string;
  readonly url: {
    readonly raw: string;
    readonly host: readonly string[];
    readonly path: readonly string[];
    readonly query: readonly Entry[];
    readonly variable: readonly Entry[];
  };
  readonly header: readonly Entry[];
  readonly body?: { readonly mode: 'raw'; readonly raw: string };
}

/** The request of an operation, with examples of all that is required. What is optional is there, and disabled. */
export function postmanRequest(
  schemas: Schemas,
  [method, path]: readonly [method: string, path: string],
  { parameters = [], requestBody, 'x-required-scopes': scopes }: Operation,
): PostmanRequest {
  const entries = (place: Parameter['in']): Entry[] =>
    parameters.filter((each) => each.in === place).map((each) => entryOf(schemas, each));
  const [typed, body] = bodyOf(schemas, requestBody?.content);
  const needs = scopes.map((scope) => `\`${scope}\``).join(', ');
  return {
    method: method.toUpperCase(),
    description: needs && `Needs ${needs}.`,
    url: urlOf(path, entries('query'), entries('path')),
    header: [...typed, ...entries('header')],
    ...body,
  };
}

/** The project is the same for all, so it is a variable of the collection. */
function urlOf(path: string, query: readonly Entry[], places: readonly Entry[]) {
  const named = path.replace('{project}', '{{project}}').replaceAll(/\/\{(\w+)\}/g, '/:$1');
  const asked = query.filter(({ disabled }) => !disabled);
  const search = asked.map(({ key, value }) => `${key}=${value}`).join('&');
  return {
    raw: `{{baseUrl}}${named}${search && `?${search}`}`,
    host: ['{{baseUrl}}'],
    path: named.split('/').slice(1),
    query,
    variable: places.filter(({ key }) => key !== 'project'),
  };
}

function entryOf(schemas: Schemas, { name, required, description, schema }: Parameter): Entry {
  return {
    key: name,
    value: madeAnew(name, schema) ?? String(exampleOf(schemas, schema)),
    ...(description === undefined ? {} : { description }),
    ...(required ? {} : { disabled: true }),
  };
}

/** What Postman makes for each request: a key that was not used, and the present time. */
function madeAnew(name: string, { format }: Schema): string | undefined {
  if (name === 'Idempotency-Key') return '{{$guid}}';
  return format === 'date-time' ? '{{$isoTimestamp}}' : undefined;
}

function bodyOf(
  schemas: Schemas,
  content: Readonly<Record<string, { schema: Schema }>> = {},
): [typed: Entry[], body: Pick<PostmanRequest, 'body'>] {
  const [first] = Object.entries(content);
  if (!first) return [[], {}];
  const [type, { schema }] = first;
  const example = exampleOf(schemas, schema);
  // NDJSON is a text.
  const raw = typeof example === 'string' ? example : JSON.stringify(example, null, 2);
  return [[{ key: 'Content-Type', value: type }], { body: { mode: 'raw', raw } }];
}
