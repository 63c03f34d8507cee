import type { Comparison, Node, Rule } from '../../rules/rule.js';

/** `event-type`, as the rule language compiles it. */
const TYPE = 'event.type';

/** The one type that all events have which fulfil the rule, if it says so. Types are written in lower case. */
export const onlyType = ({ root }: Rule): string | null => typeOf(root);

function typeOf(node: Node): string | null {
  if (node.kind === 'comparison') return typeIn(node.comparison);
  const isEach = node.kind === 'group' && node.join === 'and' && !node.not;
  return isEach ? firstOf(node.children) : null;
}

const firstOf = (nodes: readonly Node[]): string | null =>
  nodes.map(typeOf).find((type) => type !== null) ?? null;

const EQUALITIES = ['eq', 'in', 'matches-string'];

function typeIn({ term: { source }, operator, values }: Comparison): string | null {
  const [value, ...others] = values;
  const isType = source.kind === 'column' && source.sql === TYPE && EQUALITIES.includes(operator);
  if (!isType || others.length > 0 || !value || !('text' in value)) return null;
  return value.text.toLowerCase();
}
