import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { TreeCopy } from '../support/architecture/tree-copy.js';

/** The limit of what a reader can keep in mind. */
const MOST_PROVIDERS = 25;

/** How many providers each module of the tree lists. */
function providersOf(root: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const path of globSync('src/**/*.module.ts', { cwd: root })) {
    const text = readFileSync(`${root}/${path}`, 'utf8');
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAssignment(node) && node.name.getText() === 'providers') {
        const { initializer } = node;
        counts.set(
          path,
          ts.isArrayLiteralExpression(initializer) ? initializer.elements.length : NaN,
        );
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  }
  return counts;
}

const tooLarge = (root: string): string[] =>
  [...providersOf(root)].filter(([, count]) => !(count <= MOST_PROVIDERS)).map(([path]) => path);

describe('modules', () => {
  it('have a list of providers that can be read', () => {
    expect(providersOf('.').size).toBeGreaterThan(10);
    expect(tooLarge('.')).toEqual([]);
  });

  it('that have more are found', () => {
    const copy = TreeCopy.make();
    const providers = Array.from({ length: MOST_PROVIDERS + 1 }, (_, i) => `P${String(i)}`);
    copy.plant('src/planted.module.ts', `@Module({ providers: [${providers.join(', ')}] })`);
    copy.plant('src/hidden.module.ts', `@Module({ providers: elsewhere })`);
    const found = tooLarge(copy.root).sort();
    copy.remove();
    expect(found).toEqual(['src/hidden.module.ts', 'src/planted.module.ts']);
  });

  it('redeem codes without the app in one place, for those who try its flow (B19)', () => {
    const naming = (pattern: RegExp): string[] =>
      globSync('src/**/*.{ts,tsx}')
        .filter((path) => pattern.test(readFileSync(path, 'utf8')))
        .sort();
    expect(naming(/\.standIn\(/)).toEqual(['src/modules/tokens/trial-tokens.service.ts']);
    const tried = 'src/modules/developer-portal/internal/try';
    expect(naming(/\bTrialTokens\b/)).toEqual([
      ...['finish-trial', 'run-flow', 'trial-endpoints'].map((name) => `${tried}/${name}.ts`),
      'src/modules/tokens/tokens.module.ts',
      'src/modules/tokens/trial-tokens.service.ts',
    ]);
  });
});
