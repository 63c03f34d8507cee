import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Each entry: what is banned, and what to do instead. The house rules behind them: CONTRIBUTING.md. */
const banned = {
  variableRegExp: [
    {
      selector:
        ':matches(NewExpression, CallExpression)[callee.name="RegExp"]:not([arguments.0.type="Literal"])',
      message: 'A pattern built at run time can be steered by input; write a literal.',
    },
  ],
  findOneBy: [
    {
      selector: 'MemberExpression[property.name=/^findOneBy(OrFail)?$/]',
      message:
        'With an undefined value it returns the first row of the table; say the condition in a query.',
    },
  ],
  bareForm: [
    {
      selector: 'JSXOpeningElement[name.name="form"]',
      message: 'Without the token of its session a form is refused; `Form` puts it in.',
    },
  ],
  exportAll: [
    {
      selector: 'ExportAllDeclaration',
      message: 'Name what a file offers; `export *` hides it.',
    },
  ],
  barrel: [
    {
      selector: 'Program',
      message: 'No index files: import from the file that owns the thing.',
    },
  ],
};

const everywhere = [...banned.exportAll];
const inSource = [...everywhere, ...banned.variableRegExp, ...banned.findOneBy, ...banned.bareForm];

const noProcessEnv = [
  'error',
  {
    object: 'process',
    property: 'env',
    message: 'Variables are read and checked in src/platform/config only; inject `Environment`.',
  },
];

const noForwardRef = {
  name: '@nestjs/common',
  importNames: ['forwardRef'],
  message: 'The modules stand in a line; a cycle means something stands in the wrong place.',
};

const noEnv = {
  name: 'node:process',
  importNames: ['env'],
  message: 'Variables are read and checked in src/platform/config only; inject `Environment`.',
};

const noRes = {
  name: '@nestjs/common',
  importNames: ['Redirect', 'Render', 'Res', 'Response'],
  message:
    'A handler returns its answer; one of a page returns `page(…)`, `redirect(…)` or `reauthenticate(…)`.',
};

const limits = (maxLines) => ({
  'max-lines': ['error', { max: maxLines }],
  'max-lines-per-function': ['error', { max: 40 }],
  complexity: ['error', 8],
});

const typescript = ['**/*.{ts,tsx}'];
const source = ['src/**/*.{ts,tsx}', 'ormconfig.ts'];
const tests = ['test/**/*.{ts,tsx}'];

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.data/', 'openapi/']),
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...limits(250),
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-fallthrough': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-escape': 'error',
      'no-restricted-syntax': ['error', ...everywhere],
    },
  },
  {
    files: typescript,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Nest modules are empty classes under a decorator.
      '@typescript-eslint/no-extraneous-class': 'off',
      // `consistent-type-imports` stays off: it turns injected classes into types and Nest can inject no more.
    },
  },
  {
    files: source,
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...inSource],
      'no-restricted-properties': noProcessEnv,
      'no-restricted-imports': ['error', { paths: [noForwardRef, noEnv] }],
    },
  },
  {
    files: ['src/modules/**/*.{ts,tsx}'],
    rules: { 'no-restricted-imports': ['error', { paths: [noForwardRef, noEnv, noRes] }] },
  },
  {
    // The doors of the process: they read the environment and speak to the terminal.
    files: ['src/main.ts', 'src/boot/**', 'src/admin/**', 'src/admin.ts', 'ormconfig.ts'],
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off' },
  },
  { files: ['src/platform/config/**'], rules: { 'no-restricted-properties': 'off' } },
  {
    // A migration is one SQL text; cutting it into functions would only hide the order.
    files: ['src/platform/database/migrations/**'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    // The story of a test stands in nested `describe` callbacks, which are as long as their tests.
    files: tests,
    rules: {
      ...limits(300),
      'max-lines-per-function': 'off',
      // supertest types every body as `any`; a test that reads a wrong member fails by itself.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    // Any Node must be able to read it, to be told that it is too old.
    files: ['scripts/check-node.cjs'],
    languageOptions: { ecmaVersion: 5, sourceType: 'script' },
    rules: { 'no-var': 'off', 'prefer-const': 'off' },
  },
  {
    files: ['**/index.{ts,tsx,js,mjs}'],
    rules: { 'no-restricted-syntax': ['error', ...banned.barrel] },
  },
);
