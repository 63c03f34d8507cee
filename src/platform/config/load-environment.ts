import { plainToInstance } from 'class-transformer';
import type { ValidationError } from 'class-validator';
import { Environment } from './environment.js';
import { findUnsafeSettings } from './unsafe-settings.js';
import { validateSync } from '../validation/class-validator.js';

/** The variables that are read and listed in `.env.example`. Other variables of the process are not validated. */
export const VARIABLES: ReadonlySet<string> = new Set([
  'NODE_ENV',
  'PORT',
  'HOST',
  'ISSUER_URL',
  'DATABASE_URL',
  'MIGRATION_DATABASE_URL',
  'DATABASE_POOL_SIZE',
  'JOB_CONCURRENCY',
  'WORKER_CONCURRENCY',
  'DATA_DIRECTORY',
  'SECRET_KEY',
  'SEED_DEMO_DATA',
  'SMTP_URL',
  'MAIL_FROM',
  'TRUSTED_PROXIES',
  'KEEP_ALIVE_SECONDS',
  'MAX_CONNECTIONS',
  'MAX_CONNECTIONS_PER_ADDRESS',
  'MAX_IDLE_CONNECTIONS_PER_ADDRESS',
  'RATE_LIMIT_SCALE',
  'REQUIRE_IDEMPOTENCY_ON_SEND',
  'CONFIRM_ABOVE',
  'REGISTRATIONS_PER_HOUR',
  'SHARED_EGRESS',
  'SIGN_IN_FREE_ATTEMPTS',
  'PASSWORD_RESET_MINUTES',
  'REFRESH_REPLAY_WINDOW_SECONDS',
  'PUBLIC_REFRESH_REPLAY_WINDOW_SECONDS',
  'DPOP_NONCE',
  'MCP_ALLOWED_ORIGINS',
  'SMS_GATEWAY',
  'AUTOMATION_MESSAGES_PER_DAY',
  'SMS_QUIET_HOURS',
  'SMS_COUNTRY_RATE',
  'SANDBOX_REPORT_SECONDS',
  'SANDBOX_REPORT_URL',
  'INSTASENT_TOKEN',
  'INSTASENT_API_URL',
  'INSTASENT_CALLBACK_SECRET',
  'INSTASENT_SOURCES',
  'LOG_LEVEL',
  'OUTBOUND_TEST_ROUTES',
  'OUTBOUND_TEST_CA',
]);

/** Every fault of the environment in one error. */
export class EnvironmentError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The environment is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'EnvironmentError';
  }
}

/** Reads and checks the variables. Empty values count as unset. @throws EnvironmentError */
export function loadEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([name, value]) => VARIABLES.has(name) && value !== ''),
  );
  const environment = plainToInstance(Environment, withDefaults(given), {
    exposeDefaultValues: true,
  });
  const faults = validateSync(environment).map(describeFault);
  faults.push(...(faults.length === 0 ? findUnsafeSettings(environment) : []));
  if (faults.length > 0) throw new EnvironmentError(faults);
  return environment;
}

/** `PORT: must be an integer number; must not be …` */
function describeFault({ property, constraints }: ValidationError): string {
  const reasons = Object.values(constraints ?? {});
  return `${property}: ${reasons.map((reason) => reason.replace(`${property} `, '')).join('; ')}`;
}

/** Defaults that depend on other variables; undefined ones keep the class's own default. */
function withDefaults(given: Record<string, string | undefined>): Record<string, unknown> {
  const issuer = given.ISSUER_URL ?? `http://localhost:${portOf(given)}`;
  const loopback = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(issuer);
  const production = given.NODE_ENV === 'production';
  return {
    ISSUER_URL: issuer,
    // Demo accounts have public passwords: by default other hosts of the network must not reach them.
    HOST: loopback && !production ? '127.0.0.1' : '',
    SEED_DEMO_DATA: production ? 'false' : 'true',
    REGISTRATIONS_PER_HOUR: loopback ? 600 : 20,
    LOG_LEVEL: production ? 'info' : 'warn',
    ...given,
  };
}

/** A wrong PORT is reported once, not again as a wrong issuer. */
const portOf = ({ PORT }: Record<string, string | undefined>): string =>
  PORT !== undefined && /^\d{1,5}$/.test(PORT) ? PORT : '3000';
