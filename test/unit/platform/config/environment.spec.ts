import { readFileSync } from 'node:fs';
import { getMetadataStorage } from 'class-validator';
import { parseEnv } from 'node:util';
import { Environment } from '../../../../src/platform/config/environment.js';
import {
  EnvironmentError,
  loadEnvironment,
  VARIABLES,
} from '../../../../src/platform/config/load-environment.js';

const SAFE_KEY = 'vD3kq9Zt7LxW2pRb8NcYf5Hs1MgJ6TuA';
const PRODUCTION = {
  NODE_ENV: 'production',
  ISSUER_URL: 'https://apps.acme.test',
  DATABASE_URL: 'postgres://runtime:x@db/app',
  SECRET_KEY: SAFE_KEY,
};

function faultsOf(variables: Record<string, string>): readonly string[] {
  try {
    loadEnvironment(variables);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentError) return error.faults;
    throw error;
  }
}

describe('the environment', () => {
  it('needs nothing at all, and then is a demo for this machine only', () => {
    expect(loadEnvironment({})).toMatchObject({
      NODE_ENV: 'development',
      PORT: 3000,
      HOST: '127.0.0.1',
      ISSUER_URL: 'http://localhost:3000',
      SEED_DEMO_DATA: true,
      REGISTRATIONS_PER_HOUR: 600,
      LOG_LEVEL: 'warn',
    });
  });

  it('is strict by default in production', () => {
    expect(loadEnvironment(PRODUCTION)).toMatchObject({
      HOST: '',
      SEED_DEMO_DATA: false,
      REGISTRATIONS_PER_HOUR: 20,
      LOG_LEVEL: 'info',
    });
  });

  it('takes an empty variable for an unset one, and others’ variables for none of its business', () => {
    expect(loadEnvironment({ PORT: '', EDITOR: 'vi' }).PORT).toBe(3000);
  });

  it('names every fault at once', () => {
    const faults = faultsOf({
      PORT: 'many',
      NODE_ENV: 'staging',
      DATABASE_URL: 'mysql://host/db',
      SEED_DEMO_DATA: 'perhaps',
      SECRET_KEY: 'short',
    });
    for (const name of ['PORT', 'NODE_ENV', 'DATABASE_URL', 'SEED_DEMO_DATA', 'SECRET_KEY']) {
      expect(faults).toContainEqual(expect.stringMatching(`^${name}: `));
    }
    expect(faults).toHaveLength(5);
  });

  it.each([
    ['a sample secret', { SECRET_KEY: 'change-me-change-me-change-me-change-me' }, 'SECRET_KEY'],
    ['one character over and over', { SECRET_KEY: 'a'.repeat(40) }, 'SECRET_KEY'],
    ['http off loopback', { ISSUER_URL: 'http://apps.acme.test' }, 'ISSUER_URL'],
    ['an issuer with a path', { ISSUER_URL: 'https://acme.test/oauth' }, 'ISSUER_URL'],
    ['an issuer with a trailing slash', { ISSUER_URL: 'https://acme.test/' }, 'ISSUER_URL'],
    ['production without a secret', { ...PRODUCTION, SECRET_KEY: '' }, 'SECRET_KEY'],
    ['production with demo accounts', { ...PRODUCTION, SEED_DEMO_DATA: 'true' }, 'SEED_DEMO_DATA'],
    ['production without limits', { ...PRODUCTION, RATE_LIMIT_SCALE: '0' }, 'RATE_LIMIT_SCALE'],
    ['production on the embedded database', { ...PRODUCTION, DATABASE_URL: '' }, 'DATABASE_URL'],
    ['a proxy range that is none', { TRUSTED_PROXIES: 'loopback, 10.0.0.0/33' }, 'TRUSTED_PROXIES'],
    ['a shared range that is none', { SHARED_EGRESS: '2001:db8::/32,claude.ai' }, 'SHARED_EGRESS'],
    [
      'production with test routes',
      { ...PRODUCTION, OUTBOUND_TEST_ROUTES: 'a.test=127.0.0.1:8443' },
      'OUTBOUND_TEST_ROUTES',
    ],
    [
      'production with a test authority',
      { ...PRODUCTION, OUTBOUND_TEST_CA: '/tmp/ca.pem' },
      'OUTBOUND_TEST_CA',
    ],
    [
      'a test route into the network',
      { OUTBOUND_TEST_ROUTES: 'a.test=10.0.0.1:443' },
      'OUTBOUND_TEST_ROUTES',
    ],
  ])('refuses %s (G15)', (_case, variables, name) => {
    expect(faultsOf(variables)).toEqual([expect.stringMatching(`^${name}: `)]);
  });

  it('never repeats a secret in a fault', () => {
    const secret = 'password-of-mine-that-is-a-sample-value';
    expect(faultsOf({ SECRET_KEY: secret }).join()).not.toContain(secret);
  });
});

describe('the list of variables', () => {
  it('is the same in .env.example', () => {
    const example = parseEnv(readFileSync('.env.example', 'utf8'));
    expect(Object.keys(example).sort()).toEqual([...VARIABLES].sort());
  });

  it('has no value in .env.example, so that a copy of it changes nothing', () => {
    const example = parseEnv(readFileSync('.env.example', 'utf8'));
    expect(Object.values(example).filter((value) => value !== '')).toEqual([]);
  });

  it('is the same in the class that checks them', () => {
    const checks = getMetadataStorage().getTargetValidationMetadatas(Environment, '', false, false);
    const checked = new Set(checks.map(({ propertyName }) => propertyName));
    expect([...checked].sort()).toEqual([...VARIABLES].sort());
  });
});
