import type { OpenAPIObject } from '@nestjs/swagger';
import type { Schemas } from './example-of-schema.js';
import {
  postmanRequest,
  type Entry,
  type Operation,
  type PostmanRequest,
} from './postman-request.js';

interface Folder {
  readonly name: string;
  readonly item: readonly { readonly name: string; readonly request: PostmanRequest }[];
}

/** A collection of Postman. */
export interface PostmanCollection {
  readonly info: object;
  readonly auth: object;
  readonly event: readonly object[];
  readonly variable: readonly Entry[];
  readonly item: readonly Folder[];
}

const FORMAT = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

const BEARER = [{ key: 'token', value: '{{token}}', type: 'string' }];

/** Run after each request, by Postman and by newman. */
const TESTS = [
  "pm.test('The server did not fail', () => pm.expect(pm.response.code).to.be.below(500));",
  "pm.test('A refusal is a problem (RFC 9457)', () => {",
  '  if (pm.response.code < 400) return;',
  "  pm.expect(pm.response.headers.get('Content-Type')).to.include('application/problem+json');",
  '});',
];

/** The OpenAPI document as a collection: a folder for each tag, and in it a request for each operation. */
export function postmanCollection(document: OpenAPIObject): PostmanCollection {
  const { title: name, description } = document.info;
  return {
    info: { name, description, schema: FORMAT },
    auth: { type: 'bearer', bearer: BEARER },
    event: [{ listen: 'test', script: { type: 'text/javascript', exec: TESTS } }],
    variable: [
      { key: 'baseUrl', value: document.servers?.[0]?.url ?? '' },
      { key: 'token', value: '', description: 'An access token, or an API token.' },
      { key: 'project', value: '', description: 'The id of a project, from `GET /v1/`.' },
    ],
    item: foldersOf(document),
  };
}

function foldersOf({ paths, components }: OpenAPIObject): Folder[] {
  const schemas = (components?.schemas ?? {}) as Schemas;
  const requests = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([method, operation]) => {
      const request = postmanRequest(schemas, [method, path], operation);
      return { tag: operation.tags[0] ?? '', item: { name: operation.summary, request } };
    }),
  );
  return [...new Set(requests.map(({ tag }) => tag))].map((name) => ({
    name,
    item: requests.filter(({ tag }) => tag === name).map(({ item }) => item),
  }));
}
