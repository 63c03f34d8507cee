import { globSync, readFileSync } from 'node:fs';
import config from '../../jest.config.js';

const LIMIT = 'test/support/test-timeout.ts';
const isPatient = (project: { setupFilesAfterEnv?: string[] }): boolean =>
  project.setupFilesAfterEnv?.includes(`<rootDir>/${LIMIT}`) ?? false;

/** The timeout in milliseconds after a test or hook, or for a whole file. */
const ownLimits = (source: string): number[] =>
  [...source.matchAll(/^(?:jest\.setTimeout\(| *\}, )([\d_]{4,})\);/gm)].map(([, digits = '']) =>
    Number(digits.replaceAll('_', '')),
  );
const isShort = (limit: number): boolean => limit < 120_000;

describe('a busy machine is not a failure', () => {
  it('where servers are started: each test there may take two minutes, and a plain rule no longer than before', () => {
    const long = config.projects.filter(isPatient).map(({ displayName }) => displayName);
    expect(long).toEqual(['database', 'e2e', 'races', 'reports', 'architecture', 'browser']);
    expect(readFileSync(LIMIT, 'utf8')).toContain('jest.setTimeout(120_000);');
    expect(config.testTimeout).toBe(30_000);
  });

  it('for any test file: none sets a limit of its own below that', () => {
    const files = globSync('test/{database,e2e,races,architecture,browser}/**/*.spec.{ts,tsx}');
    expect(files.length).toBeGreaterThan(130);
    const short = files.filter((file) => ownLimits(readFileSync(file, 'utf8')).some(isShort));
    expect(short).toEqual([]);
  });
});
