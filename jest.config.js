// Everything is compiled to CommonJS inside jest; ESM-only packages must be named here to be compiled too.
// A missing name shows as "Must use import to load ES Module".
const esmPackages = [
  '@nestjs/',
  'file-type',
  'strtok3',
  'token-types',
  '@tokenizer/',
  'uint8array-extras',
  '@borewit/',
  'jose',
  'uid',
  'uuid',
  'cookie',
  'preact',
  'graphile-worker',
  'graphile-config',
  'openid-client',
  'oauth4webapi',
  // Not ESM alone, but it imports such a package when it is asked for proofs.
  '@modelcontextprotocol/client',
];

/** @param {boolean} tsx */
const swc = (tsx) => [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', decorators: true, tsx },
      target: 'es2022',
      keepClassNames: true,
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        react: { runtime: 'automatic', importSource: 'preact' },
      },
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

const base = {
  testEnvironment: 'node',
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  resolver: '<rootDir>/test/support/resolver.cjs',
  transform: { '^.+\\.tsx$': swc(true), '^.+\\.[mc]?[tj]s$': swc(false) },
  transformIgnorePatterns: [`node_modules/(?!(${esmPackages.join('|')}))`],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
};

const withDatabase = {
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  // Jest knows no such setting for one project.
  setupFilesAfterEnv: ['<rootDir>/test/support/test-timeout.ts'],
};

/** @param {string} name @param {Partial<typeof withDatabase>} [extra] */
const project = (name, extra = {}) => ({
  ...base,
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.spec.{ts,tsx}`],
  ...extra,
});

export default {
  testTimeout: 30_000,
  projects: [
    project('unit'),
    project('database', withDatabase),
    project('e2e', withDatabase),
    project('races', withDatabase),
    project('reports', withDatabase),
    project('architecture', withDatabase),
    project('browser', withDatabase),
  ],
};
