import fc from 'fast-check';
import { aMoment, aZone } from './rule-arbitraries.js';

/** Half an hour either side of the end of a span, where an hour that the clocks gain or lose decides. */
export const aSpanCase = fc
  .record({
    now: aMoment,
    timeZone: aZone,
    count: fc.integer({ min: 1, max: 3 }),
    unit: fc.constantFrom('hour', 'day', 'week', 'month'),
    operator: fc.constantFrom('in-last', 'in-next'),
    isWindow: fc.boolean(),
  })
  .map(({ now, timeZone, count, unit, operator, isWindow }) => {
    const days = { hour: 1 / 24, day: 1, week: 7, month: 30 }[unit] * count;
    const sign = operator === 'in-next' && !isWindow ? 1 : -1;
    const end = Date.parse(now) + sign * days * 86_400_000;
    const near = [-24, -2, -1, 0, 1, 2, 24, 48].flatMap((hours) => [hours, hours + 0.5]);
    const moments = near.map((hours) => new Date(end + hours * 3_600_000).toISOString());
    const within = { last: count, unit };
    const event = { event: 'visit', count: { op: '>=', values: [1] }, within };
    const root = isWindow ? event : { key: '_date_seen', operator, values: [count, unit] };
    return { ...{ now, timeZone, moments, rule: { root } } };
  });
