import { randomUUID } from 'node:crypto';
import type { PostmanCollection } from '../../src/product-api/docs/postman-collection.js';
import type { Entry, PostmanRequest } from '../../src/product-api/docs/postman-request.js';
import { rawRequest, type RawAnswer } from './raw-request.js';

type Variables = Readonly<Record<string, string>>;

/** What became of a request of a collection. */
export interface PostmanAnswer extends RawAnswer {
  /** `GET {{baseUrl}}/v1/project/{{project}}/segment`. */
  readonly title: string;
}

/** Sends every request of a collection in its order, as Postman does; `given` are values of its variables. */
export async function runCollection(
  { item, variable }: PostmanCollection,
  given: Variables,
): Promise<PostmanAnswer[]> {
  const variables = { ...valuesOf(variable), ...given };
  const answers: PostmanAnswer[] = [];
  for (const { request } of item.flatMap((folder) => folder.item)) {
    answers.push({
      title: `${request.method} ${request.url.raw}`,
      ...(await send(request, variables)),
    });
  }
  return answers;
}

function send({ method, url, header, body }: PostmanRequest, variables: Variables) {
  const filled = (text: string): string => fill(text, variables);
  const places = valuesOf(url.variable);
  const path = url.path.map((part) =>
    part.startsWith(':') ? encodeURIComponent(places[part.slice(1)] ?? '') : filled(part),
  );
  const query = new URLSearchParams(
    enabled(url.query).map(({ key, value }) => [key, filled(value)]),
  );
  const text = body?.raw ?? '';
  return rawRequest(
    filled(url.host.join('')),
    method,
    `/${path.join('/')}${query.size > 0 ? `?${query}` : ''}`,
    {
      ...Object.fromEntries(enabled(header).map(({ key, value }) => [key, filled(value)])),
      authorization: filled('Bearer {{token}}'),
      ...(body ? { 'content-length': String(Buffer.byteLength(text)) } : {}),
    },
    text,
  );
}

const enabled = (entries: readonly Entry[]): Entry[] => entries.filter((entry) => !entry.disabled);

const valuesOf = (entries: readonly Entry[]): Variables =>
  Object.fromEntries(entries.map(({ key, value }) => [key, value]));

const fill = (text: string, variables: Variables): string =>
  text.replaceAll(/\{\{([^{}]+)\}\}/g, (_, name: string) => valueOf(name, variables));

function valueOf(name: string, variables: Variables): string {
  if (name === '$guid') return randomUUID();
  if (name === '$isoTimestamp') return new Date().toISOString();
  const value = variables[name];
  if (value === undefined) throw new Error(`The collection has no variable ${name}.`);
  return value;
}
