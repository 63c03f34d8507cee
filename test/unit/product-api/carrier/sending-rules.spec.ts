import { CircuitBreaker } from '../../../../src/product-api/carrier/internal/dispatch/circuit-breaker.js';
import { CountryThrottle } from '../../../../src/product-api/carrier/internal/dispatch/country-throttle.js';
import { quietUntil } from '../../../../src/product-api/carrier/internal/dispatch/quiet-hours.js';
import { retryDelay } from '../../../../src/product-api/carrier/internal/dispatch/retry-delay.js';
import { keywordOf } from '../../../../src/product-api/carrier/internal/reports/keywords.js';

const HOURS = { from: 21, to: 8 };
const at = (text: string): Date => new Date(text);

describe('quiet hours', () => {
  it.each([
    // Madrid is an hour ahead of UTC in winter, two in summer.
    ['ES', '2026-01-14T12:00:00Z', null],
    ['ES', '2026-01-14T19:59:00Z', null],
    ['ES', '2026-01-14T20:00:00Z', '2026-01-15T07:00:00Z'],
    ['ES', '2026-07-14T19:00:00Z', '2026-07-15T06:00:00Z'],
    ['ES', '2026-07-14T05:59:00Z', '2026-07-14T06:00:00Z'],
    // The night in which the clocks go forward.
    ['ES', '2026-03-28T22:00:00Z', '2026-03-29T06:00:00Z'],
    // No Sundays in France: from Saturday night to Monday morning.
    ['FR', '2026-01-17T20:30:00Z', '2026-01-19T07:00:00Z'],
    ['FR', '2026-01-18T11:00:00Z', '2026-01-19T07:00:00Z'],
    ['ES', '2026-01-18T11:00:00Z', null],
    // New York and Los Angeles: only while it is day in both.
    ['US', '2026-01-14T15:30:00Z', '2026-01-14T16:00:00Z'],
    ['US', '2026-01-14T20:00:00Z', null],
    ['US', '2026-01-15T02:00:00Z', '2026-01-15T16:00:00Z'],
    ['ZZ', '2026-01-14T21:00:00Z', '2026-01-15T08:00:00Z'],
  ])('%s at %s: until %s', (country, now, until) => {
    expect(quietUntil(country, at(now), HOURS)).toEqual(until === null ? null : at(until));
  });

  it('may be switched off', () => {
    expect(quietUntil('ES', at('2026-01-14T23:00:00Z'), null)).toBeNull();
  });
});

describe('the throughput of a country', () => {
  it('lets two seconds of it through at once, then as much as time passes', () => {
    let now = 0;
    const throttle = new CountryThrottle(10, () => now);
    const take = (country: string, count: number): number =>
      Array.from({ length: count }, () => throttle.take(country)).filter(Boolean).length;
    expect(take('ES', 100)).toBe(20);
    expect(take('FR', 5)).toBe(5);
    now = 500;
    expect(take('ES', 100)).toBe(5);
    now = 60_000;
    expect(take('ES', 100)).toBe(20);
  });
});

describe('the circuit breaker', () => {
  it('opens after five failures in a row, and once more after one that follows the pause', () => {
    let now = 0;
    const breaker = new CircuitBreaker(() => now);
    for (let count = 0; count < 4; count++) breaker.failed();
    breaker.succeeded();
    for (let count = 0; count < 4; count++) breaker.failed();
    expect(breaker.isOpen).toBe(false);
    breaker.failed();
    expect(breaker.isOpen).toBe(true);
    now = 30_000;
    expect(breaker.isOpen).toBe(false);
    breaker.failed();
    expect(breaker.isOpen).toBe(true);
    now = 60_000;
    breaker.succeeded();
    breaker.failed();
    expect(breaker.isOpen).toBe(false);
  });
});

describe('the delay before another attempt', () => {
  it('grows, and differs between messages', () => {
    expect([1, 2, 3, 4].map((attempt) => retryDelay(attempt, 0))).toEqual([2, 8, 32, 128]);
    expect(retryDelay(1, 0.5)).toBe(3);
    expect(retryDelay(9, 0)).toBe(300);
  });
});

describe('keywords', () => {
  it.each([
    ['STOP', 'stop'],
    [' stop please', 'stop'],
    ['"Arrêt"', 'stop'],
    ['BAJA.', 'stop'],
    ['alto', 'stop'],
    ['Unsubscribe', 'stop'],
    ['Alta', 'start'],
    ['START', 'start'],
    ['ayuda!', 'help'],
    ['HELP', 'help'],
  ])('%j is %s', (text, keyword) => {
    expect(keywordOf(text)?.keyword).toBe(keyword);
  });

  it.each(['please stop', 'stopping', 'gracias', '', '!!!', 'constructor', '__proto__'])(
    '%j is none',
    (text) => {
      expect(keywordOf(text)).toBeNull();
    },
  );
});
