import { Bursts } from '../../../../src/platform/http/rate-limit/bursts.js';

describe('bursts', () => {
  it('are at most so many in any second, not only in one that begins with the clock', () => {
    const bursts = new Bursts();
    const at = (now: number): boolean => bursts.allows('a', 3, now);
    expect([at(0), at(600), at(900), at(999)]).toEqual([true, true, true, false]);
    // The first is a second ago, the next two are not.
    expect([at(1_000), at(1_001)]).toEqual([true, false]);
    expect([at(1_600), at(1_601)]).toEqual([true, false]);
  });

  it('of one key do not concern another', () => {
    const bursts = new Bursts();
    expect([bursts.allows('a', 1, 0), bursts.allows('b', 1, 0)]).toEqual([true, true]);
    expect(bursts.allows('a', 1, 1)).toBe(false);
  });

  it('begin anew when their limit changes', () => {
    const bursts = new Bursts();
    expect([bursts.allows('a', 1, 0), bursts.allows('a', 1, 1)]).toEqual([true, false]);
    expect([bursts.allows('a', 2, 2), bursts.allows('a', 2, 3)]).toEqual([true, true]);
  });

  it('of so many keys are forgotten, the oldest first', () => {
    const bursts = new Bursts();
    for (let i = 0; i <= 20_000; i++) bursts.allows(String(i), 1, 0);
    expect(bursts.allows('0', 1, 1)).toBe(true);
    expect(bursts.allows('20000', 1, 1)).toBe(false);
  });
});
