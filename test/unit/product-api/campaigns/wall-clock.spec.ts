import {
  quietUntil,
  sameTimeIn,
} from '../../../../src/product-api/campaigns/internal/wall-clock.js';

const NIGHT = { start: '21:00', end: '08:00' };
const SIESTA = { start: '14:00', end: '17:30' };

describe('quiet hours', () => {
  it.each([
    ['2026-01-10T19:59:59Z', NIGHT, null],
    ['2026-01-10T20:00:00Z', NIGHT, '2026-01-11T07:00:00.000Z'],
    ['2026-01-10T23:30:10Z', NIGHT, '2026-01-11T07:00:00.000Z'],
    ['2026-01-11T06:59:59Z', NIGHT, '2026-01-11T07:00:00.000Z'],
    ['2026-01-11T07:00:00Z', NIGHT, null],
    ['2026-01-10T12:59:00Z', SIESTA, null],
    ['2026-01-10T13:00:00Z', SIESTA, '2026-01-10T16:30:00.000Z'],
    ['2026-01-10T16:30:00Z', SIESTA, null],
  ])('at %s in Madrid, %j: until %s', (now, hours, until) => {
    expect(quietUntil(new Date(now), 'Europe/Madrid', hours)?.toISOString() ?? null).toBe(until);
  });

  it('follow the clock where it has summer time', () => {
    const until = quietUntil(new Date('2026-07-10T20:00:00Z'), 'Europe/Madrid', NIGHT);
    expect(until?.toISOString()).toBe('2026-07-11T06:00:00.000Z');
  });
});

describe('the time of a recipient', () => {
  it.each([
    ['Europe/Madrid', '2026-01-10T09:00:00.000Z'],
    ['Europe/London', '2026-01-10T10:00:00.000Z'],
    ['America/Bogota', '2026-01-10T15:00:00.000Z'],
    // There it was ten o'clock eight hours before, and is again on the next day.
    ['Asia/Tokyo', '2026-01-11T01:00:00.000Z'],
    ['Asia/Kolkata', '2026-01-11T04:30:00.000Z'],
  ])('in %s, when it is 10:00 in Madrid, is %s', (zone, at) => {
    const start = new Date('2026-01-10T09:00:00Z');
    expect(sameTimeIn(zone, start, 'Europe/Madrid').toISOString()).toBe(at);
  });
});
