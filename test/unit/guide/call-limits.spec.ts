import {
  APP_BUDGETS,
  CLASS_BUDGETS,
} from '../../../src/product-api/access/internal/call-limits/budgets.js';
import { GUIDE, numberIn, readGuide, tableOf } from '../../support/developer-guide/tables.js';

describe(`the limits of calls in ${GUIDE}`, () => {
  const guide = readGuide();

  it('are those of every class and plan', () => {
    const { free, pro, max } = CLASS_BUDGETS;
    const rows = tableOf(guide, 'Class of calls', 'Calls a minute, pro').map(
      ([name, ...numbers]) => [name, ...numbers.map((each) => numberIn(each))],
    );
    const told = Object.entries(pro).map(([name, { bucket }]) => {
      const others = [free, max].map((plan) => plan[name as keyof typeof plan].bucket.limit);
      return [name, bucket.limit, ...others];
    });
    expect(rows).toEqual(told);
  });

  it('are those of every tier', () => {
    const rows = tableOf(guide, 'Tier', 'Calls a minute').map(([tier, ...numbers]) => [
      tier,
      ...numbers.map((each) => numberIn(each)),
    ]);
    expect(rows).toEqual(
      Object.entries(APP_BUDGETS).map(([tier, { bucket, inASecond }]) => [
        tier,
        bucket.limit,
        inASecond,
      ]),
    );
  });
});
