import { cacheLifetime } from '../../../../src/platform/outbound/cache-lifetime.js';

const now = Date.parse('Sat, 21 Nov 2026 12:00:00 GMT');

describe('how long a fetched document may be kept (CIMD-11)', () => {
  it.each([
    ['what max-age says', { 'cache-control': 'public, max-age=600' }, 600],
    ['what is left of it', { 'cache-control': 'max-age=600', age: '200' }, 400],
    ['until it expires', { expires: 'Sat, 21 Nov 2026 12:10:00 GMT' }, 600],
    ['an hour if nothing is said', {}, 3_600],
    ['a minute at least', { 'cache-control': 'max-age=1' }, 60],
    ['a minute if it must not be stored', { 'cache-control': 'no-store, max-age=600' }, 60],
    ['a minute if it must be checked', { 'cache-control': 'no-cache' }, 60],
    ['a minute if it has expired', { expires: '0' }, 60],
    ['a minute if its age is nonsense', { 'cache-control': 'max-age=600', age: 'x' }, 60],
    ['a day at most', { 'cache-control': 'max-age=31536000' }, 86_400],
    [
      'a minute if the number is beyond counting',
      { 'cache-control': `max-age=${'9'.repeat(400)}` },
      60,
    ],
  ])('is %s', (_, headers, seconds) => {
    expect(cacheLifetime(headers, now)).toBe(seconds);
  });
});
