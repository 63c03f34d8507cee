import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { ProductRoute } from '../../../src/product-api/access/product-route.js';
import { sampleOf } from '../guard-matrix/route-samples.js';
import type { Things } from '../guard-matrix/route-sample.js';
import { hostile, SchemaValues } from './schema-values.js';

type Schema = Parameters<SchemaValues['of']>[0];

interface Operation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** A request to send. */
export interface RandomRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const DOCUMENT = JSON.parse(readFileSync('openapi/product-api.json', 'utf8')) as Document;

/** Requests to the routes of the document, in the project of `ours`, with ids and values of both and of nobody. */
export class RandomRequests {
  private readonly values: SchemaValues;
  private readonly ids: readonly string[];

  constructor(
    private readonly project: string,
    private readonly ours: Things,
    theirs: Things,
    /** In texts of the other project, which requests must not bring. */
    mark: string,
  ) {
    this.ids = [
      ...Object.values(ours),
      ...Object.values(theirs).filter((value) => !value.includes(mark)),
    ];
    this.values = new SchemaValues(DOCUMENT.components.schemas, this.ids);
  }

  toOneOf(routes: readonly ProductRoute[]): fc.Arbitrary<RandomRequest> {
    return fc.oneof(...routes.map((route) => this.to(route)));
  }

  private to(route: ProductRoute): fc.Arbitrary<RandomRequest> {
    const template = route.path.replaceAll(/:(\w+)/g, '{$1}');
    const operation = DOCUMENT.paths[template]?.[route.method.toLowerCase()] ?? {};
    return fc
      .record({
        path: this.pathOf(route),
        query: this.queryOf(operation),
        body: this.bodyOf(route, operation),
        key: seldom(fc.constantFrom('k-1', 'k-2', ' ', 'é')),
        tag: seldom(fc.constantFrom('"1"', '"2"', '*', 'W/"1"', 'x')),
      })
      .map(({ path, query, body, key, tag }) => ({
        method: route.method,
        path: query === '' ? path : `${path}?${query}`,
        body,
        headers: {
          ...(body === '' ? {} : ofBody(body)),
          ...(key === undefined ? {} : { 'idempotency-key': encodeURIComponent(key) }),
          ...(tag === undefined ? {} : { 'if-match': tag }),
        },
      }));
  }

  /** Path parameters: those of the sample, or any. */
  private pathOf({ method, path: template, ...route }: ProductRoute): fc.Arbitrary<string> {
    const sample = sampleOf({ ...route, method, path: template }).path?.(this.ours) ?? {};
    const names = [...template.matchAll(/:(\w+)/g)].map(([, name]) => String(name));
    const parameters = names.map((name) =>
      name === 'project'
        ? fc.constant(this.project)
        : fc.oneof(
            { weight: 3, arbitrary: fc.constant(sample[name] ?? 'x') },
            { weight: 1, arbitrary: fc.constantFrom(...this.ids) },
            { weight: 1, arbitrary: hostile.map((value) => textOf(value) || 'x') },
          ),
    );
    return fc.tuple(...parameters).map((values) =>
      template.replaceAll(/:(\w+)/g, (_, name: string) => {
        const value = values[names.indexOf(name)] ?? '';
        return encodeURIComponent(wellFormed(value)).slice(0, 400);
      }),
    );
  }

  private queryOf({ parameters = [] }: Operation): fc.Arbitrary<string> {
    const all = parameters.filter((one) => one.in === 'query');
    const pair = fc.oneof(
      ...all.map(({ name, schema = {} }) =>
        this.values.of(schema).map((value) => [name, textOf(value)] as const),
      ),
      ...[fc.constantFrom(['_unknown', '1'], ['_limit', '1'], ['_cursor', 'x'] as const)],
    );
    return fc
      .array(pair, { maxLength: 3 })
      .map((pairs) => new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString());
  }

  private bodyOf(route: ProductRoute, { requestBody }: Operation): fc.Arbitrary<string> {
    if (route.method === 'GET') return fc.constant('');
    const sample = sampleOf(route).body?.(this.ours) ?? {};
    const [schema] = Object.values(requestBody?.content ?? {}).map((one) => one.schema);
    return fc.oneof(
      fc.constant(JSON.stringify(sample)),
      this.spoiled(sample).map((body) => JSON.stringify(body)),
      ...(schema ? [this.values.of(schema).map((body) => JSON.stringify(body))] : []),
    );
  }

  /** The sample with one member more, or another value. */
  private spoiled(sample: object): fc.Arbitrary<unknown> {
    const names = [...Object.keys(sample), 'project_id', 'role', 'unknown'];
    const value = fc.oneof(hostile, fc.constantFrom(...this.ids));
    return Array.isArray(sample)
      ? fc.oneof(value, fc.array(value, { maxLength: 3 }))
      : fc.tuple(fc.constantFrom(...names), value).map(([name, to]) => ({ ...sample, [name]: to }));
  }
}

const seldom = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

/** With its length: Node's client sends none with a DELETE. */
const ofBody = (body: string): Record<string, string> => ({
  'content-type': 'application/json',
  'content-length': String(Buffer.byteLength(body)),
});

/** Unpaired surrogates cannot be sent in a URL. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

const textOf = (value: unknown): string =>
  wellFormed(typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 2_000);
