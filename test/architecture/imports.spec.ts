import { readFileSync } from 'node:fs';
import { LINE } from '../support/architecture/line.js';
import { cruise, type Import, type Violation } from '../support/architecture/cruise.js';
import { folderCycles } from '../support/architecture/folders.js';
import { TreeCopy } from '../support/architecture/tree-copy.js';

/** The rules, for their names. */
const RULES = readFileSync('.dependency-cruiser.js', 'utf8');

const imports = (path: string): string => `import '${path}';\nexport const planted = true;\n`;

/** For each rule a file that breaks it. Empty folders get a planted file too. */
const PLANTED: Readonly<Record<string, readonly [path: string, text: string]>> = {
  'kernel-is-pure': ['src/kernel/planted.ts', imports('typeorm')],
  'platform-knows-no-module': [
    'src/platform/planted.ts',
    imports('../modules/audit/audit.module.js'),
  ],
  'audit-looks-left-only': toTheRight('audit', 'accounts'),
  'accounts-looks-left-only': toTheRight('accounts', 'projects'),
  'projects-looks-left-only': toTheRight('projects', 'clients'),
  'scopes-and-roles-looks-left-only': toTheRight('scopes-and-roles', 'clients'),
  'clients-looks-left-only': toTheRight('clients', 'verification'),
  'verification-looks-left-only': toTheRight('verification', 'grants'),
  'app-profiles-looks-left-only': toTheRight('app-profiles', 'grants'),
  'reviews-looks-left-only': toTheRight('reviews', 'grants'),
  'grants-looks-left-only': toTheRight('grants', 'authorization'),
  'authorization-looks-left-only': toTheRight('authorization', 'tokens'),
  'openid-looks-left-only': toTheRight('openid', 'tokens'),
  'api-tokens-looks-left-only': toTheRight('api-tokens', 'tokens'),
  'data-source-tokens-looks-left-only': toTheRight('data-source-tokens', 'tokens'),
  'tokens-looks-left-only': toTheRight('tokens', 'services'),
  'app-activity-looks-left-only': toTheRight('app-activity', 'services'),
  'services-looks-left-only': toTheRight('services', 'connected-apps'),
  'connected-apps-looks-left-only': toTheRight('connected-apps', 'developer-portal'),
  ...Object.fromEntries(
    ['developer-portal', 'marketplace', 'staff'].map((module) => [
      `${module}-looks-left-only`,
      [`src/modules/${module}/planted.ts`, imports('../../discovery/discovery.module.js')] as const,
    ]),
  ),
  'discovery-looks-left-only': [
    'src/discovery/planted.ts',
    imports('../product-api/product-api.module.js'),
  ],
  'product-api-looks-left-only': ['src/product-api/planted.ts', imports('../app.module.js')],
  'mcp-looks-left-only': ['src/mcp/planted.ts', imports('../app.setup.js')],
  'internal-is-private': [
    'src/modules/clients/planted-reach.ts',
    imports('../accounts/internal/planted.js'),
  ],
  'internal-is-private-to-the-root': [
    'src/planted.ts',
    imports('./modules/accounts/internal/planted.js'),
  ],
  'example-knows-nothing': ['examples/planted.js', imports('../src/kernel/ids.js')],
  'source-knows-no-test': [
    'src/discovery/planted-test.ts',
    imports('../../test/support/test-app.js'),
  ],
  'no-development-dependency': ['src/discovery/planted-dependency.ts', imports('supertest')],
  'no-unresolvable': ['src/discovery/planted-typo.ts', imports('./nowhere.js')],
  'no-circular': ['src/discovery/planted-circle.ts', imports('./planted-round.js')],
  'no-orphans': ['src/discovery/planted-orphan.ts', 'export const planted = true;\n'],
};

/** Folders that import each other, side by side and nested. */
const CIRCLES: readonly (readonly [path: string, text: string])[] = [
  ['src/modules/openid/internal/a/one.ts', imports('../b/one.js')],
  ['src/modules/openid/internal/b/one.ts', imports('../c/one.js')],
  ['src/modules/openid/internal/c/one.ts', imports('../a/other.js')],
  ['src/modules/openid/internal/a/other.ts', 'export const planted = true;\n'],
  ['src/modules/audit/internal/near/one.ts', imports('../other.js')],
  ['src/modules/audit/internal/other.ts', 'export const planted = true;\n'],
  ['src/modules/audit/internal/one.ts', imports('./near/other.js')],
  ['src/modules/audit/internal/near/other.ts', 'export const planted = true;\n'],
];

function toTheRight(module: string, right: string): readonly [string, string] {
  return [`src/modules/${module}/planted.ts`, imports(`../${right}/${right}.module.js`)];
}

describe('imports', () => {
  it('break none of the rules', async () => {
    const { violations, imports } = await cruise(process.cwd());
    expect(violations).toEqual([]);
    expect(folderCycles(imports)).toEqual([]);
  });

  describe('that break a rule on purpose', () => {
    const copy = TreeCopy.make();
    let violations: Violation[];
    let seen: Import[];

    beforeAll(async () => {
      for (const [path, text] of Object.values(PLANTED)) copy.plant(path, text);
      copy.plant('src/modules/accounts/internal/planted.ts', imports('../accounts.module.js'));
      copy.plant('src/discovery/planted-round.ts', imports('./planted-circle.js'));
      copy.plant('test/support/test-app.ts', 'export {};\n');
      for (const [path, text] of CIRCLES) copy.plant(path, text);
      ({ violations, imports: seen } = await cruise(copy.root));
    });
    afterAll(() => copy.remove());

    it('are found where folders of a module go round, though no file does', () => {
      expect(folderCycles(seen)).toEqual([
        ['src/modules/audit/internal', 'src/modules/audit/internal/near'],
        [
          'src/modules/openid/internal/a',
          'src/modules/openid/internal/b',
          'src/modules/openid/internal/c',
        ],
      ]);
      expect(violations.filter(({ from }) => CIRCLES.some(([path]) => path === from))).toEqual([]);
    });

    it.each(Object.entries(PLANTED))('are found by %s', (rule, [path]) => {
      expect(violations).toContainEqual(expect.objectContaining({ rule, from: path }));
    });
  });

  it('have a planted violation for every rule', () => {
    const literal = [...RULES.matchAll(/^ {6}name: '([a-z-]+)'/gm)].map(([, name]) => name);
    const line = LINE.map((module) => module.replace('modules/', ''))
      .filter((place) => place !== 'kernel' && place !== 'platform')
      .map((place) => `${place}-looks-left-only`);
    expect(new Set(Object.keys(PLANTED))).toEqual(new Set([...literal, ...line]));
  });
});
