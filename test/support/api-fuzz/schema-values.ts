import fc from 'fast-check';

/** A JSON Schema of the OpenAPI document. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly examples?: readonly unknown[];
}

type Values = fc.Arbitrary<unknown>;

const DEEPEST = 6;

/** Values that validators and databases stumble over (E10, E14). */
const HOSTILE: readonly unknown[] = [
  ...[null, '', ' ', '\0', '\ud800', '__proto__', 'constructor', '٣', 'ﬀ', '‮', '%', '_', '\\'],
  ...["' OR 1=1 --", '"; DROP TABLE contacts; --', '$1', ':projectId', '(SELECT 1)', "attrs->>'x'"],
  ...[-1, 0, 1e20, 1.5, Number.MAX_SAFE_INTEGER, 2_147_483_648, true, [], {}, [[]], { a: 1 }],
  ...['x'.repeat(3_000), '=cmd()', '2026-02-30T00:00:00Z', '9999-12-31T23:59:59Z', '+34600000101'],
  ...[['x', null], { __proto__: null, toString: 1 }, 'NaN', '1e3', '0x10', '-0'],
];

export const hostile: Values = fc.constantFrom(...HOSTILE);

/** Values of a schema, most of them valid; texts may be `words`, the ids of things that there are. */
export class SchemaValues {
  private readonly words: fc.Arbitrary<string>;

  constructor(
    private readonly schemas: Readonly<Record<string, Schema>>,
    words: readonly string[],
  ) {
    this.words = fc.constantFrom(...words);
  }

  of(schema: Schema, depth = 0): Values {
    if (depth > DEEPEST) return fc.constant(null);
    return fc.oneof(
      { weight: 12, arbitrary: this.valid(schema, depth) },
      { weight: 1, arbitrary: hostile },
    );
  }

  private valid(schema: Schema, depth: number): Values {
    const { $ref, anyOf, oneOf, allOf } = schema;
    if ($ref !== undefined) return this.valid(this.referred($ref), depth + 1);
    const choices = anyOf ?? oneOf ?? allOf;
    if (choices) return fc.oneof(...choices.map((one) => this.valid(one, depth + 1)));
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const types = [schema.type ?? 'object'].flat();
    return fc.oneof(...types.map((type) => this.ofType(type, schema, depth)));
  }

  private ofType(type: string, schema: Schema, depth: number): Values {
    if (type === 'string') return this.text(schema);
    if (type === 'integer' || type === 'number') return numberIn(schema);
    if (type === 'boolean') return fc.boolean();
    if (type === 'null') return fc.constant(null);
    if (type !== 'array') return this.object(schema, depth);
    return fc.array(this.of(schema.items ?? {}, depth + 1), { maxLength: 4 });
  }

  private text({ format, examples = [] }: Schema): Values {
    if (format === 'date-time') {
      return fc
        .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString());
    }
    return fc.oneof(
      this.words,
      fc.string({ maxLength: 20, unit: 'grapheme' }),
      ...(examples.length > 0 ? [fc.constantFrom(...examples)] : []),
    );
  }

  private object({ properties, required = [] }: Schema, depth: number): Values {
    if (!properties)
      return fc.dictionary(this.words, fc.oneof(this.words, hostile), { maxKeys: 3 });
    const members = Object.entries(properties).map(
      ([name, schema]) => [name, this.of(schema, depth + 1)] as const,
    );
    return fc.record(Object.fromEntries(members), {
      requiredKeys: required.filter((name) => name in properties),
    });
  }

  private referred(ref: string): Schema {
    return this.schemas[ref.split('/').at(-1) ?? ''] ?? {};
  }
}

const numberIn = ({ minimum = -5, maximum = 200 }: Schema): Values =>
  fc.integer({ min: minimum, max: Math.max(minimum, Math.min(maximum, 1e6)) });
