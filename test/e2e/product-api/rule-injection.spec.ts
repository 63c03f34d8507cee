import type { Response } from 'supertest';
import { newId, toWireId } from '../../../src/kernel/ids.js';
import { ApiCaller } from '../../support/api-caller.js';
import { defineSpecs } from '../../support/rules/rule-project.js';
import { addContact, addSegment } from '../../support/shortcuts.js';
import { TestApp } from '../../support/test-app.js';

/** Twelve families (E10). */
const PAYLOADS: Readonly<Record<string, string>> = {
  'a closed quote': `' OR '1'='1`,
  'a comment': `city' --`,
  'a second statement': `'; DROP TABLE contacts; --`,
  'a union': `' UNION SELECT password_hash FROM users --`,
  'a sleep': `'||(SELECT pg_sleep(10))||'`,
  'a sub-select': `(CASE WHEN (SELECT count(*) FROM users) > 0 THEN 1 ELSE 0 END)`,
  'dollar quotes': `$$; DELETE FROM segments; $$`,
  'another parameter': `:projectId`,
  'a cast': `1::text::integer`,
  'a JSON path': `attributes'->>'city`,
  'a backslash': `\\'; SELECT 1; --`,
  'a quoted name': `"contact"."id") OR (true`,
};

const CITY = { key: 'city', operator: 'eq', values: ['Madrid'] };
const COUNT = { op: '>=', values: [1] };
const PURCHASE = { event: 'purchase', count: COUNT };
const AMOUNT = { param: 'amount', operator: 'gte', values: [1] };

/** Everywhere a request has text, except in values of text attributes. */
const PLACES: Readonly<Record<string, (payload: string) => object>> = {
  'a key': (key) => ({ ...CITY, key }),
  'a key that begins well': (text) => ({ ...CITY, key: `city${text}` }),
  'an operator': (operator) => ({ ...CITY, operator }),
  'the value of a number': (value) => ({ key: 'points', operator: 'gt', values: [value] }),
  'the value of a day': (value) => ({ key: 'birthday', operator: 'on', values: [value] }),
  'the value of a time': (value) => ({ key: '_date_seen', operator: 'before', values: [value] }),
  'an option': (value) => ({ key: 'plan', operator: 'in', values: [value] }),
  'a phone number': (value) => ({ key: '_phone_mobile', operator: 'eq', values: [value] }),
  'a country': (value) => ({ key: '_country', operator: 'eq', values: [value] }),
  'a unit': (unit) => ({ key: 'birthday', operator: 'in-last', values: [3, unit] }),
  'a join': (join) => ({ join, children: [CITY] }),
  'a negation': (not) => ({ join: 'and', not, children: [CITY] }),
  'a type of event': (event) => ({ ...PURCHASE, event }),
  'a comparison of counts': (op) => ({ ...PURCHASE, count: { ...COUNT, op } }),
  'a count': (value) => ({ ...PURCHASE, count: { ...COUNT, values: [value] } }),
  'a window': (from) => ({ ...PURCHASE, within: { from } }),
  'the unit of a window': (unit) => ({ ...PURCHASE, within: { last: 1, unit } }),
  'a parameter of events': (param) => ({ ...PURCHASE, where: [{ ...AMOUNT, param }] }),
  'the value of a parameter': (value) => ({ ...PURCHASE, where: [{ ...AMOUNT, values: [value] }] }),
  'a segment': (segment) => ({ segment, in: true }),
  'the name of a member': (name) => ({ ...CITY, [name]: 1 }),
};

describe('a rule with SQL in it', () => {
  let server: TestApp;
  let caller: ApiCaller;
  let contacts: number;

  const preview = (root: object): Promise<Response> =>
    Promise.resolve(caller.post('/segment/preview', { rule: { root } }));
  const countOf = async (root: object): Promise<number> => {
    const { status, body } = await preview(root);
    expect([status, body]).toMatchObject([200, {}]);
    return (body as { entity: { count: number } }).entity.count;
  };

  beforeAll(async () => {
    server = await TestApp.start();
    caller = await ApiCaller.connect(server);
    await defineSpecs(caller);
    for (const city of [...Object.values(PAYLOADS), 'Madrid', '50% off', 'a_b', 'axb']) {
      await addContact(server.database, caller.project.id, { attributes: { city } });
    }
    contacts = Object.keys(PAYLOADS).length + 4;
  });
  afterAll(() => server.stop());

  describe.each(Object.entries(PAYLOADS))('%s (E10)', (_name, payload) => {
    it.each(Object.entries(PLACES))('is refused as %s', async (_place, build) => {
      const { status, body } = await preview(build(payload));
      expect([status, body]).toMatchObject([400, { code: 'invalid_request' }]);
    });

    it.each(['eq', 'in', 'matches-string', 'starts-with', 'contains'])(
      'is only text as a value of %s',
      async (operator) => {
        expect(await countOf({ key: 'city', operator, values: [payload] })).toBe(1);
        const others = {
          join: 'or',
          not: true,
          children: [{ ...CITY, operator, values: [payload] }],
        };
        expect(await countOf(others)).toBe(contacts - 1);
      },
    );

    it('is only text as the value of a parameter', async () => {
      const rule = { root: { ...CITY, values: ['$1'] } };
      const parameter = payload.replaceAll('|', '');
      const answer = await caller.post('/segment/preview', { rule, parameter });
      expect(answer.body.entity.count).toBe(payload.includes('|') ? 0 : 1);
    });
  });

  it('has no effect by wildcards either', async () => {
    const contains = (value: string) => countOf({ ...CITY, operator: 'contains', values: [value] });
    expect(await contains('%')).toBe(1);
    expect(await contains('a_b')).toBe(1);
    expect(await contains('\\')).toBe(1);
  });

  it.each([
    ['no root', {}],
    ['a list', []],
    ['a text', 'root'],
    ['two roots', { root: CITY, other: CITY }],
    ['an inherited member', JSON.parse('{"root":{"__proto__":{"key":"city"}}}') as object],
    ['a key of every object', { root: { ...CITY, key: 'constructor' } }],
    ['a key that is a number', { root: { ...CITY, key: 7 } }],
    ['values in an object', { root: { ...CITY, values: { 0: 'Madrid' } } }],
    ['a value that is an object', { root: { ...CITY, values: [{ toString: 'x' }] } }],
    ['a value that is null', { root: { ...CITY, values: [null] } }],
    ['NUL', { root: { ...CITY, values: ['a\0b'] } }],
    ['half a character', { root: { ...CITY, values: ['\ud800'] } }],
    ['an empty group', { root: { join: 'and', children: [] } }],
    ['21 children', { root: { join: 'and', children: Array.from({ length: 21 }, () => CITY) } }],
    [
      '101 values',
      { root: { ...CITY, operator: 'in', values: Array.from({ length: 101 }, String) } },
    ],
    ['a long value', { root: { ...CITY, values: ['x'.repeat(1_025)] } }],
    ['a count below zero', { root: { ...PURCHASE, count: { op: '>=', values: [-1] } } }],
    ['a fraction of a count', { root: { ...PURCHASE, count: { op: '>=', values: [1.5] } } }],
    ['a huge count', { root: { ...PURCHASE, count: { op: '>=', values: [1e20] } } }],
    ['a huge span', { root: { ...PURCHASE, within: { last: 1e9, unit: 'day' } } }],
    ['30 February', { root: { key: 'birthday', operator: 'on', values: ['2026-02-30'] } }],
    ['the year 0', { root: { key: 'birthday', operator: 'on', values: ['0000-01-01'] } }],
    ['not a number', { root: { key: 'points', operator: 'eq', values: ['NaN'] } }],
    ['six levels', { root: nested(6) }],
    ['a parameter that is skipped', { root: { ...CITY, values: ['$2'] } }],
  ])('is refused with %s, without an error of the server (E13, E14)', async (_name, rule) => {
    const answer = await caller.post('/segment/preview', { rule });
    expect([answer.status, answer.body]).toMatchObject([400, { code: 'invalid_request' }]);
  });

  it.each([
    ['numbers beyond all that are stored', { key: 'points', operator: 'lt', values: [1.7e308] }],
    ['numbers too small to tell from 0', { key: 'points', operator: 'gt', values: [5e-324] }],
    ['the first day', { key: 'birthday', operator: 'after', values: ['0001-01-01'] }],
    ['the last day', { key: '_date_seen', operator: 'before', values: ['9999-12-31'] }],
    ['305 years', { key: '_date_seen', operator: 'in-last', values: [3_660, 'month'] }],
    ['five levels', nested(5)],
  ])('is evaluated with %s', async (_name, root) => {
    expect((await preview(root)).status).toBe(200);
  });

  it('sees nothing of another project, by any kind of leaf (E3)', async () => {
    const other = await ApiCaller.connect(server);
    await defineSpecs(other);
    const foreign = await addContact(server.database, other.project.id, {
      attributes: { city: 'Canary' },
    });
    const segment = await addSegment(server.database, caller.project.id);
    const added = await caller.post(`/segment/${segment}/members`, { ids: [foreign] }).expect(200);
    expect(added.body.entity).toMatchObject({ successful: 0, failed: 1 });
    const theirs = await addSegment(server.database, other.project.id);
    await other.post(`/segment/${theirs}/members`, { ids: [foreign] }).expect(200);
    for (const root of [{ ...CITY, values: ['Canary'] }, PURCHASE, { segment, in: true }]) {
      expect(await countOf(root)).toBe(0);
    }
    expect((await preview({ segment: theirs, in: true })).status).toBe(400);
    const gone = { segment: toWireId('seg', newId()), in: true };
    expect((await preview(gone)).status).toBe(400);
  });

  it('leaves everything as it was', async () => {
    expect(await countOf({ key: 'city', operator: 'exists' })).toBe(contacts);
  });
});

function nested(levels: number): object {
  return levels === 0 ? CITY : { join: 'and', children: [nested(levels - 1)] };
}
