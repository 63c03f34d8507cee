import fc from 'fast-check';
import { ScopeSet } from '../../../src/kernel/scope-set.js';

const NAMES = ['openid', 'project:read', 'sms:send', 'mcp', 'mcp:read', 'unknown'];
/** With repetitions. */
const someNames = fc.array(fc.constantFrom(...NAMES), { maxLength: 8 });

/** The definition: each name once, in the order of its first mention. */
const once = (names: readonly string[]): string[] =>
  names.filter((name, at) => names.indexOf(name) === at);

function expectMembers(set: ScopeSet, names: readonly string[]): void {
  expect([...set]).toEqual(names);
  expect(set.toArray()).toEqual(names);
  expect(set.toString()).toBe(names.join(' '));
  expect(set.size).toBe(names.length);
  expect(set.isEmpty).toBe(names.length === 0);
  for (const name of NAMES) expect(set.has(name)).toBe(names.includes(name));
}

describe('a set of scopes', () => {
  it('has each scope once, in the order given', () => {
    fc.assert(fc.property(someNames, (names) => expectMembers(new ScopeSet(names), once(names))));
  });

  it('computes as lists without repetition do, and leaves both sides as they are', () => {
    const property = fc.property(someNames, someNames, (names, others) => {
      const [set, other] = [new ScopeSet(names), new ScopeSet(others)];
      expectMembers(
        set.intersect(other),
        once(names).filter((name) => others.includes(name)),
      );
      expectMembers(
        set.minus(other),
        once(names).filter((name) => !others.includes(name)),
      );
      expectMembers(set.union(other), once([...names, ...others]));
      expect(set.includes(other)).toBe(others.every((name) => names.includes(name)));
      expectMembers(set, once(names));
      expectMembers(other, once(others));
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('is the same from its wire form', () => {
    const property = fc.property(someNames, (names) => {
      const text = new ScopeSet(names).toString();
      expectMembers(ScopeSet.ofJoined(text), once(names));
      if (text !== '') expectMembers(ScopeSet.parse(text) ?? ScopeSet.empty, once(names));
    });
    fc.assert(property);
  });

  it('is only parsed from tokens separated by single spaces', () => {
    for (const text of ['', ' ', ' a', 'a ', 'a  b', 'a"b', 'a\\b', 'a\tb', 'ä']) {
      expect(ScopeSet.parse(text)).toBeNull();
    }
  });
});
