import { Pulse } from '../../../../src/platform/http/pulse.js';

describe('the pulse of a server', () => {
  let time: number;
  let pulse: Pulse;

  beforeEach(() => {
    time = 1_000;
    pulse = new Pulse(() => time);
    pulse.start();
    beatAfter(10);
  });

  /** Time goes by, and then it beats. */
  const beatAfter = (milliseconds: number): void => {
    time += milliseconds;
    pulse.beat();
  };

  it('counts from a beat ago, as it cannot tell more exactly', () => {
    beatAfter(10);
    time += 8;
    expect(pulse.waitingSince()).toBe(1_010);
    beatAfter(2);
    expect(pulse.waitingSince()).toBe(1_020);
  });

  it('counts from before a gap while no beat comes', () => {
    time += 300;
    expect(pulse.waitingSince()).toBeLessThanOrEqual(1_010);
  });

  it('counts from there also after the beat that ends the gap, which may come first', () => {
    beatAfter(300);
    time += 3;
    expect(pulse.waitingSince()).toBe(1_010);
    beatAfter(7);
    expect(pulse.waitingSince()).toBe(1_310);
  });

  it('knows nothing before it starts', () => {
    const silent = new Pulse(() => time);
    time += 300;
    expect(silent.waitingSince()).toBe(time);
  });
});
