import { ProblemError } from '../../../../src/kernel/errors/problem-error.js';
import { newId, toWireId } from '../../../../src/kernel/ids.js';
import { ScopeSet } from '../../../../src/kernel/scope-set.js';
import { readEventRule, readRule } from '../../../../src/product-api/rules/read-rule.js';
import { checkSight, levelOfRule } from '../../../../src/product-api/rules/rule-sight.js';
import { SPECS } from '../../../support/rules/rule-world.js';

const CITY = { key: 'city', operator: 'eq', values: ['Madrid'] };
const VISIT = { event: 'visit', count: { op: '>=', values: [1] } };
const segment = { segment: toWireId('seg', newId()), in: true };

const faultsOf = (read: () => unknown): readonly { readonly pointer: string }[] => {
  try {
    read();
  } catch (error) {
    if (error instanceof ProblemError) return error.options.errors ?? [];
    throw error;
  }
  return [];
};
const pointersOf = (root: unknown): string[] =>
  faultsOf(() => readRule({ root }, SPECS, '/rule')).map(({ pointer }) => pointer);

describe('reading a rule', () => {
  it('names every fault at once, each where it is', () => {
    const root = {
      join: 'xor',
      children: [
        { key: 'town', operator: 'eq', values: ['x'] },
        { ...CITY, operator: 'gt' },
        { ...CITY, values: [1, 'ok', true] },
        { ...VISIT, event: 'sale' },
        { ...VISIT, where: [{ param: 'price', operator: 'eq', values: [1] }] },
        { ...VISIT, within: { last: 1, unit: 'year' } },
        { segment: 'seg_1', in: 'yes' },
        { message: { status: 'read' } },
        { a: 1 },
      ],
    };
    const below = '/rule/root/children';
    expect(pointersOf(root)).toEqual([
      ...['/rule/root/join', `${below}/0/key`, `${below}/1/operator`],
      ...[`${below}/2/values`, `${below}/3/event`, `${below}/4/where/0/param`],
      ...[`${below}/5/within/unit`, `${below}/6/in`, `${below}/6/segment`],
      ...[`${below}/7/message/status`, `${below}/8`],
    ]);
  });

  it('knows reserved attributes, custom ones, and dates of the contact', () => {
    for (const key of ['_email', 'city', 'created-at']) {
      expect(pointersOf({ key, operator: 'exists' })).toEqual([]);
    }
  });

  it('accepts what is at a limit, and nothing beyond', () => {
    const group = (count: number) => ({
      join: 'and',
      children: Array.from({ length: count }, () => CITY),
    });
    expect(pointersOf(group(20))).toEqual([]);
    expect(pointersOf(group(21))).toEqual(['/rule/root/children']);
    expect(pointersOf({ join: 'or', children: [group(20), group(20), group(10)] })).toEqual([]);
    const tooMany = { join: 'or', children: [group(20), group(20), group(11)] };
    expect(pointersOf(tooMany)).toEqual(['/rule/root/children/2/children/10']);
  });

  it('takes a number as a text, and a phone number as people write it', () => {
    const phone = { key: 'landline', operator: 'eq' };
    expect(pointersOf({ key: 'visits', operator: 'eq', values: ['12'] })).toEqual([]);
    expect(pointersOf({ ...phone, values: ['+34 600-123.456'] })).toEqual([]);
    expect(pointersOf({ ...phone, values: ['600123456'] })).toHaveLength(1);
  });

  it.each([
    [{ key: 'birthday', operator: 'in-last', values: [1, 'hour'] }, 'values/1'],
    [{ key: 'birthday', operator: 'anniversary-in', values: [367] }, 'values/0'],
    [{ key: 'birthday', operator: 'between', values: ['2026-02-01', '2026-01-01'] }, 'values'],
    [{ key: 'birthday', operator: 'on', values: ['2026-01-01T00:00:00Z'] }, 'values/0'],
    [{ key: 'visits', operator: 'between', values: [2] }, 'values'],
    [{ key: 'vip', operator: 'is-true', values: [true] }, 'values'],
    [{ key: 'colours', operator: 'eq', values: ['red'] }, 'operator'],
    [{ key: '_email', operator: 'contains', values: ['@'] }, 'operator'],
    [{ key: 'plan', operator: 'eq', values: ['iron'] }, 'values/0'],
    [{ ...CITY, values: ['$1'] }, 'values/0'],
    [{ ...VISIT, count: { op: 'between', values: [3, 2] } }, 'count/values'],
    [{ ...VISIT, within: { from: '2026-02-01', to: '2026-01-01' } }, 'within'],
    [{ ...VISIT, within: { last: 1, unit: 'day', from: '2026-01-01' } }, 'within'],
    [{ message: { status: 'failed', campaign: 'cmp_1' } }, 'message/campaign'],
    [{ message: { clicked: true } }, 'message/clicked'],
    [{ ...segment, or: 1 }, 'or'],
  ])('refuses %j', (root, pointer) => {
    expect(pointersOf(root)).toEqual([`/rule/root/${pointer}`]);
  });

  it('of events knows their members and parameters, and no leaf of contacts', () => {
    const fault = (root: object) => faultsOf(() => readEventRule({ root }, SPECS, ''));
    for (const root of [
      { key: 'event-type', operator: 'matches-string', values: ['visit'] },
      { key: 'p.amount', operator: 'gt', values: [5] },
      { key: 'audience-id', operator: 'eq', values: [toWireId('aud', newId())] },
    ]) {
      expect(fault(root)).toEqual([]);
    }
    for (const root of [VISIT, segment, CITY, { ...CITY, key: 'p.price' }]) {
      expect(fault(root)).toHaveLength(1);
    }
  });
});

describe('who asks by a rule', () => {
  const may = (root: object, ...scopes: string[]): boolean => {
    try {
      checkSight(readRule({ root }, SPECS, ''), new ScopeSet(scopes));
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'data_privacy' });
      return false;
    }
  };
  const of = (key: string) => ({ key, operator: 'exists' });

  it('must see what it compares, wherever that stands', () => {
    expect(may(of('_country'))).toBe(true);
    expect(may(of('_email'))).toBe(false);
    expect(may(of('_email'), 'audience.basic:read')).toBe(true);
    expect(may(of('city'), 'audience.basic:read')).toBe(false);
    expect(may(of('city'), 'audience.full:read')).toBe(true);
    const hidden = { join: 'or', not: true, children: [of('_country'), of('city')] };
    expect(may(hidden, 'audience.basic:read')).toBe(false);
  });

  it('needs the scopes of events, messages and segments', () => {
    expect([may(VISIT), may(VISIT, 'events:read')]).toEqual([false, true]);
    expect([may(segment), may(segment, 'segments:read')]).toEqual([false, true]);
    const message = { message: { status: 'failed' } };
    expect([may(message), may(message, 'sms:read')]).toEqual([false, true]);
  });

  it('needs the highest level of all leaves', () => {
    const level = (...keys: string[]) =>
      levelOfRule(readRule({ root: { join: 'and', children: keys.map(of) } }, SPECS, ''));
    expect(level('_country')).toBe('none');
    expect(level('_country', '_email')).toBe('basic');
    expect(level('city', '_email')).toBe('full');
  });
});
