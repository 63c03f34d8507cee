import fc from 'fast-check';
import { paceOf } from '../../../../src/product-api/campaigns/internal/pace.js';

describe('the pace of a campaign', () => {
  it('is free without a limit, in steps of 500', () => {
    expect(paceOf(null)).toEqual({ messages: 500, seconds: 0 });
  });

  it('is exactly the limit, in steps of at most 500', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60_000 }), (throttle) => {
        const { messages, seconds } = paceOf(throttle);
        expect(messages).toBeGreaterThan(0);
        expect(messages).toBeLessThanOrEqual(500);
        expect((messages / seconds) * 60).toBeCloseTo(throttle, 6);
      }),
    );
  });
});
