import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { newId, toWireId } from '../../../../src/kernel/ids.js';
import { Money, OneOf, Text, WireId } from '../../../../src/product-api/wire/fields.js';
import { fromMoney, toMoney } from '../../../../src/product-api/wire/money.js';

class Order {
  @WireId('seg') segment!: string;
  @Money() price!: string;
  @Text({ optional: true, max: 3 }) note?: string;
  @OneOf(['old', 'new'], { many: true, optional: true }) states?: readonly ('old' | 'new')[];
}

const id = newId();
const GIVEN = { segment: toWireId('seg', id), price: '12.5' };

/** The validated value, and the properties that are refused. */
function take(given: object): [order: Order, faults: string[]] {
  const order = plainToInstance(Order, given);
  return [order, validateSync(order).map(({ property }) => property)];
}

describe('a field of a request', () => {
  it('is a UUID where the wire has an id, and millionths where it has an amount', () => {
    const [order, faults] = take({ ...GIVEN, states: ['old'] });
    expect(faults).toEqual([]);
    expect({ ...order }).toMatchObject({ segment: id, price: '12500000', states: ['old'] });
  });

  it.each([id, toWireId('cmp', id), GIVEN.segment.toUpperCase(), '', 7, null, undefined])(
    'is no id if it is %j',
    (segment) => {
      expect(take({ ...GIVEN, segment })[1]).toEqual(['segment']);
    },
  );

  it.each(['12500000000000000', '1.0000001', '1,5', '1e3', '', '+1', 12, null])(
    'is no amount if it is %j',
    (price) => {
      expect(take({ ...GIVEN, price })[1]).toEqual(['price']);
    },
  );

  it('may be absent if it says so, but not null', () => {
    expect(take({ ...GIVEN, note: undefined })[1]).toEqual([]);
    expect(take({ ...GIVEN, note: null })[1]).toEqual(['note']);
    expect(take({ ...GIVEN, note: 'long' })[1]).toEqual(['note']);
  });

  it('is a list if it says so, of nothing else', () => {
    expect(take({ ...GIVEN, states: 'old' })[1]).toEqual(['states']);
    expect(take({ ...GIVEN, states: ['old', 'odd'] })[1]).toEqual(['states']);
  });
});

describe('an amount', () => {
  it('is written with two digits behind the point, or as many as it has', () => {
    expect(['0', '12500000', '-1', '42100', '1234567'].map(toMoney)).toEqual([
      '0.00',
      '12.50',
      '-0.000001',
      '0.0421',
      '1.234567',
    ]);
  });

  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (micros) => {
        expect(fromMoney(toMoney(String(micros)))).toBe(String(micros));
      }),
    );
  });
});
