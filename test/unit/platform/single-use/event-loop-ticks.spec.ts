import { EventLoopTicks } from '../../../../src/platform/single-use/received-at.js';

describe('the ticks of a server', () => {
  let time: number;
  let ticks: EventLoopTicks;

  beforeEach(() => {
    time = 1_000;
    ticks = new EventLoopTicks(() => time);
    ticks.start();
    tickAfter(10);
  });

  /** Time passes, and then it ticks. */
  const tickAfter = (milliseconds: number): void => {
    time += milliseconds;
    ticks.tick();
  };

  it('counts from a tick ago, as it cannot tell more exactly', () => {
    tickAfter(10);
    time += 8;
    expect(ticks.waitingSince()).toBe(1_010);
    tickAfter(2);
    expect(ticks.waitingSince()).toBe(1_020);
  });

  it('counts from before a gap while there is no tick', () => {
    time += 300;
    expect(ticks.waitingSince()).toBeLessThanOrEqual(1_010);
  });

  it('counts from there also after the tick that ends the gap, which may come first', () => {
    tickAfter(300);
    time += 3;
    expect(ticks.waitingSince()).toBe(1_010);
    tickAfter(7);
    expect(ticks.waitingSince()).toBe(1_310);
  });

  it('knows nothing before it starts', () => {
    const silent = new EventLoopTicks(() => time);
    time += 300;
    expect(silent.waitingSince()).toBe(time);
  });
});
