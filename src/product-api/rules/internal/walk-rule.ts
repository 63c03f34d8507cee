import type { Comparison, Leaf, Node, Rule } from '../rule.js';

/** The leaves of a rule, in their order. */
export function leavesOf({ root }: Rule): readonly Leaf[] {
  const below = (node: Node): readonly Leaf[] =>
    node.kind === 'group' ? node.children.flatMap(below) : [node];
  return below(root);
}

/** Everything that a rule compares, of contacts and of their events. */
export const comparisonsOf = (rule: Rule): readonly Comparison[] =>
  leavesOf(rule).flatMap((leaf) => {
    if (leaf.kind === 'comparison') return [leaf.comparison];
    return leaf.kind === 'event' ? leaf.where : [];
  });

/** The same rule with other comparisons. */
export function mapComparisons(
  { root }: Rule,
  change: (comparison: Comparison) => Comparison,
): Rule {
  const changed = (node: Node): Node => {
    switch (node.kind) {
      case 'group':
        return { ...node, children: node.children.map(changed) };
      case 'comparison':
        return { ...node, comparison: change(node.comparison) };
      case 'event':
        return { ...node, where: node.where.map(change) };
      case 'segment':
      case 'message':
        return node;
    }
  };
  return { root: changed(root) };
}
