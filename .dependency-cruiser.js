/**
 * Who may import whom (docs/architecture.md). `test/architecture/imports.spec.ts` runs these rules over the tree
 * and over a copy with one planted violation of each.
 */

/** The modules stand in a line; each may import itself and what stands to its left. Some rooms are still empty. */
export const LINE = [
  'kernel',
  'platform',
  'modules/audit',
  'modules/accounts',
  'modules/projects',
  'modules/scopes-and-roles',
  'modules/clients',
  'modules/verification',
  'modules/app-profiles',
  'modules/reviews',
  'modules/grants',
  'modules/authorization',
  'modules/openid',
  'modules/api-tokens',
  'modules/data-source-tokens',
  'modules/tokens',
  'modules/app-activity',
  'modules/services',
  'modules/connected-apps',
  'modules/developer-portal',
  'modules/marketplace',
  'modules/staff',
  'discovery',
  'product-api',
  'mcp',
];

const folder = (place) => `^src/${place}/`;

/** Anything of ours that is neither the module itself nor to its left, the composition root included. */
const looksLeftOnly = (place, index) => ({
  name: `${place.replace('modules/', '')}-looks-left-only`,
  comment: `${place} may import only ${LINE.slice(0, index).join(', ') || 'itself'}.`,
  severity: 'error',
  from: { path: folder(place) },
  to: { path: '^src/', pathNot: LINE.slice(0, index + 1).map(folder) },
});

const lineRules = LINE.map(looksLeftOnly).filter(
  ({ name }) => !['kernel-looks-left-only', 'platform-looks-left-only'].includes(name),
);

export default {
  forbidden: [
    {
      name: 'kernel-is-pure',
      comment: 'Words every module speaks: no framework, no database, no network, no other folder.',
      severity: 'error',
      from: { path: folder('kernel') },
      to: { pathNot: [folder('kernel'), '^(node:)?(crypto|zlib)$', 'node_modules/uuid/'] },
    },
    {
      name: 'platform-knows-no-module',
      comment: 'Technical ground: it knows the kernel and libraries only.',
      severity: 'error',
      from: { path: folder('platform') },
      to: { path: '^src/', pathNot: [folder('kernel'), folder('platform')] },
    },
    ...lineRules,
    {
      name: 'internal-is-private',
      comment: 'What lies below `internal/` is for its own module; others use the front.',
      severity: 'error',
      from: { path: '^src/(modules/[^/]+|product-api/[^/]+|[^/]+)/' },
      to: { path: '/internal/', pathNot: '^src/$1/' },
    },
    {
      name: 'internal-is-private-to-the-root',
      comment: 'The composition root puts modules together; it does not reach into them.',
      severity: 'error',
      from: { path: '^src/[^/]+$' },
      to: { path: '/internal/' },
    },
    {
      name: 'example-knows-nothing',
      comment:
        'The example app is a third party: it has an issuer URL and libraries, nothing of ours.',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: '^(src|test|scripts|dist)/' },
    },
    {
      name: 'source-knows-no-test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|examples|scripts|bench)/' },
    },
    {
      name: 'no-development-dependency',
      comment: 'What the server runs on must be a dependency, or a production install lacks it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports and that imports nobody is a leftover.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: ['[.]d[.]ts$', '^src/main[.]ts$'] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|[.]data|coverage)/' },
    // Imports of types count: an arrow is an arrow.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
