import { newId, toWireId } from '../../../../src/kernel/ids.js';
import type { FieldLevel } from '../../../../src/product-api/wire/field-levels.js';
import {
  Flag,
  Json,
  Moment,
  Money,
  Nested,
  OneOf,
  Text,
  Whole,
  WireId,
} from '../../../../src/product-api/wire/fields.js';
import { hiddenAt, toWire, without } from '../../../../src/product-api/wire/wire-class.js';
import { jsonSchemaOf } from '../../../../src/product-api/wire/wire-schema.js';

const levelOf = (_: object, level: FieldLevel): string => level;

class Part {
  @Text() name!: string;
  @Text({ level: 'basic', from: 'address' }) email?: string;
}

class Thing {
  @WireId('seg', { from: 'id' }) uid!: string;
  @WireId('cmp', { many: true }) campaigns!: readonly string[];
  @Moment({ nullable: true }) seenAt!: string | null;
  @Money() price!: string;
  @OneOf(['old', 'new'], { nullable: true }) state!: 'old' | 'new' | null;
  @Whole({ optional: true }) count?: number;
  @Flag() isLive!: boolean;
  @Json({ level: 'full' }) rule?: object;
  @Nested(Part, { many: true }) parts!: readonly Part[];
  @Text({ from: levelOf }) seenBy!: string;
}

const [id, campaign] = [newId(), newId()];
const ROW = {
  id,
  campaigns: [campaign],
  seenAt: new Date('2026-03-01T08:00:00Z'),
  price: '42100',
  state: null,
  isLive: true,
  rule: { any: 1 },
  parts: [{ name: 'Bread', address: 'bread@example.test' }],
  projectId: 'not of the wire class',
};

describe('a row on the wire', () => {
  it('has the fields of its class in their order, each as its kind is written', () => {
    expect(JSON.stringify(toWire(Thing, ROW, 'basic'))).toBe(
      JSON.stringify({
        uid: toWireId('seg', id),
        campaigns: [toWireId('cmp', campaign)],
        seenAt: '2026-03-01T08:00:00.000Z',
        price: '0.0421',
        state: null,
        isLive: true,
        parts: [{ name: 'Bread', email: 'bread@example.test' }],
        seenBy: 'basic',
      }),
    );
  });

  it('shows as little as there is to see unless a level is named', () => {
    expect(toWire(Thing, ROW)).toMatchObject({ parts: [{ name: 'Bread' }], seenBy: 'none' });
    expect(JSON.stringify(toWire(Thing, ROW))).not.toMatch(/rule|email|projectId/);
    expect(toWire(Thing, { ...ROW, count: 7 }, 'full')).toMatchObject({
      rule: ROW.rule,
      count: 7,
    });
    expect([hiddenAt(Thing, 'none'), hiddenAt(Thing, 'full')]).toEqual([['rule'], []]);
  });

  it.each([
    { ...ROW, price: undefined },
    { ...ROW, price: null },
  ])('is not shown with a hole in it', (row) => {
    expect(() => toWire(Thing, row)).toThrow('A row has no price to show');
  });

  it('can be of a class that leaves fields out', () => {
    class Rest extends without(Thing, 'rule', 'parts') {}
    expect(Object.keys(toWire(Rest, ROW, 'full'))).not.toEqual(
      expect.arrayContaining(['rule', 'parts']),
    );
    expect(JSON.stringify(jsonSchemaOf(Rest))).not.toContain('rule');
  });

  it('has a JSON Schema that stands for itself', () => {
    const schema = jsonSchemaOf(Thing);
    expect(JSON.stringify(schema)).not.toContain('$ref');
    expect(schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['uid', 'campaigns', 'seenAt', 'price', 'state', 'isLive', 'parts', 'seenBy'],
      properties: {
        state: { anyOf: [{ type: 'string', enum: ['old', 'new'] }, { type: 'null' }] },
        parts: { type: 'array', items: { type: 'object', additionalProperties: false } },
      },
    });
  });

  it('is described by decorators that fit the types of its properties, or it does not compile', () => {
    class Wrong {
      // @ts-expect-error It may be null, and the property says that it may not.
      @Text({ nullable: true }) name!: string;
      // @ts-expect-error It is a number.
      @Text() count!: number;
      // @ts-expect-error It is a list.
      @Text({ many: true }) tags!: string;
      // @ts-expect-error It has one value more than the property.
      @OneOf(['old', 'new']) state!: 'old';
    }
    expect(Wrong).toBeDefined();
  });
});
