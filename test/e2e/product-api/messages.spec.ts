import { ApiCaller } from '../../support/api-caller.js';
import { TestApp } from '../../support/test-app.js';

describe('what the Product API says of a faulty member', () => {
  let server: TestApp;
  let caller: ApiCaller;
  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
  });
  afterAll(() => server.stop());

  const NO_TIME = 'must be a time that exists, written as in RFC 3339';

  it.each([
    ['_limit=-1', '/_limit', '_limit must not be less than 1'],
    ['_limit=-99999999999999999999', '/_limit', '_limit must not be less than 1'],
    ['_limit=101', '/_limit', '_limit must not be greater than 100'],
    ['_limit=99999999999999999999', '/_limit', '_limit must not be greater than 100'],
    ['_limit=ten', '/_limit', '_limit must be an integer number'],
    ['_limit=1.5', '/_limit', '_limit must be an integer number'],
    ['_limit=', '/_limit', '_limit must be an integer number'],
    ['_limit=1&_limit=2', '/_limit', '_limit must be an integer number'],
    ['_start=-1', '/_start', '_start must not be less than 0'],
    ['_start=999999999999', '/_start', 'plus _limit must not exceed 10000'],
    [`_start=${'9'.repeat(500)}`, '/_start', 'plus _limit must not exceed 10000'],
    ['_cursor=a&_cursor=b', '/_cursor', '_cursor must be a string'],
    [`_cursor=${'a'.repeat(2_001)}`, '/_cursor', /^_cursor must be shorter than or equal to 2000/],
    ['name_contains=a&name_contains=b', '/name_contains', 'name_contains must be a string'],
    ['updatedAt_gt=2025-02-30T00:00:00Z', '/updatedAt_gt', `updatedAt_gt ${NO_TIME}`],
    ['updatedAt_gt=2025-02-29T00:00:00Z', '/updatedAt_gt', `updatedAt_gt ${NO_TIME}`],
    ['updatedAt_gte=2025-00-10T00:00:00Z', '/updatedAt_gte', `updatedAt_gte ${NO_TIME}`],
    ['updatedAt_lt=0000-01-01T00:00:00Z', '/updatedAt_lt', `updatedAt_lt ${NO_TIME}`],
    ['updatedAt_lt=2025-01-01T24:00:00Z', '/updatedAt_lt', `updatedAt_lt ${NO_TIME}`],
    ['updatedAt_lte=2025-01-01T00:00:00-16:00', '/updatedAt_lte', `updatedAt_lte ${NO_TIME}`],
    ['updatedAt_lte=2025-01-01', '/updatedAt_lte', `updatedAt_lte ${NO_TIME}`],
  ])('is the fault of %s', async (query, pointer, message) => {
    const { body } = await caller.get(`/segment?${query}`).expect(400);
    const matching = message instanceof RegExp ? expect.stringMatching(message) : message;
    expect(body.errors).toEqual([{ pointer, code: expect.any(String), message: matching }]);
  });

  it.each([
    '2024-02-29T23:59:59Z',
    '2000-02-29T00:00:00.123456+05:30',
    '2024-12-31T23:59:60Z',
    '0001-01-01T00:00:00%2B15:59',
    '9999-12-31t23:59:59z',
  ])('is nothing for the time %s, which there is', async (time) => {
    await caller.get(`/segment?updatedAt_gt=${time.replace('+', '%2B')}`).expect(200);
  });

  it.each([
    [{ limit: '10' }, 'limit must be an integer number'],
    [{ limit: -1 }, 'limit must not be less than 1'],
    [{ limit: 1_000 }, 'limit must not be greater than 100'],
    [{ cursor: {} }, 'cursor must be a string'],
  ])('is the fault of the body %j', async (sent, message) => {
    const { body } = await caller.post('/audience/scroll', sent).expect(400);
    expect(body.errors).toMatchObject([{ message }]);
  });
});
