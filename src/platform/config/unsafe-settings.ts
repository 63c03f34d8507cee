import { isAddressRange } from './address-ranges.js';
import type { Environment } from './environment.js';

/** Values from `.env.example`, documentation and tutorials. */
const SAMPLE = /change-?me|replace-?(?:this|me)|example|sample|secret-?key|password|^(.)\1+$/i;

/** Settings that are well-formed and still unsafe in production; one sentence each. */
export function findUnsafeSettings(environment: Environment): string[] {
  return [
    ...issuerFaults(environment),
    ...secretFaults(environment),
    ...demoFaults(environment),
    ...outboundFaults(environment),
    ...addressFaults(environment),
    ...carrierFaults(environment),
  ];
}

function issuerFaults({ ISSUER_URL, issuerIsSecure, issuerIsLoopback }: Environment): string[] {
  const faults = [];
  // Clients compare the issuer byte for byte (RFC 8414 §3.3), so only one spelling may exist.
  if (new URL(ISSUER_URL).origin !== ISSUER_URL) {
    faults.push('ISSUER_URL: write scheme, host and port only, without a path or a trailing slash');
  }
  if (!issuerIsSecure && !issuerIsLoopback) {
    faults.push('ISSUER_URL: http is only for a loopback host; use https');
  }
  return faults;
}

function secretFaults({ SECRET_KEY, isProduction }: Environment): string[] {
  if (SECRET_KEY === undefined) {
    return isProduction ? ['SECRET_KEY: must be set in production'] : [];
  }
  return SAMPLE.test(SECRET_KEY)
    ? ['SECRET_KEY: this is a sample value; make one with `openssl rand -base64 48`']
    : [];
}

/** Names that Express knows for ranges of private networks. */
const NAMED_RANGES = new Set(['loopback', 'linklocal', 'uniquelocal']);

function addressFaults({
  TRUSTED_PROXIES,
  SHARED_EGRESS,
  INSTASENT_SOURCES,
}: Environment): string[] {
  const proxies = TRUSTED_PROXIES.filter((range) => !NAMED_RANGES.has(range));
  return [
    ...proxies.map((range) => ['TRUSTED_PROXIES', range] as const),
    ...SHARED_EGRESS.map((range) => ['SHARED_EGRESS', range] as const),
    ...INSTASENT_SOURCES.map((range) => ['INSTASENT_SOURCES', range] as const),
  ]
    .filter(([, range]) => !isAddressRange(range))
    .map(
      ([name, range]) => `${name}: ${range} is neither an address nor a range like 192.0.2.0/24`,
    );
}

/** Without these the carrier would refuse every message, or anybody could report on them. */
function carrierFaults(environment: Environment): string[] {
  if (environment.SMS_GATEWAY !== 'instasent') return [];
  const { INSTASENT_TOKEN, INSTASENT_CALLBACK_SECRET, INSTASENT_API_URL, isProduction } =
    environment;
  return [
    ...(INSTASENT_TOKEN === undefined ? ['INSTASENT_TOKEN: must be set for this SMS_GATEWAY'] : []),
    ...(INSTASENT_CALLBACK_SECRET === undefined
      ? ['INSTASENT_CALLBACK_SECRET: must be set for this SMS_GATEWAY']
      : []),
    ...(isProduction && !INSTASENT_API_URL.startsWith('https:')
      ? ['INSTASENT_API_URL: the token needs https']
      : []),
  ];
}

function demoFaults(environment: Environment): string[] {
  if (!environment.isProduction) return [];
  return [
    ...(environment.SEED_DEMO_DATA
      ? ['SEED_DEMO_DATA: demo accounts have public passwords; not in production']
      : []),
    ...(environment.RATE_LIMIT_SCALE === 0
      ? ['RATE_LIMIT_SCALE: limits cannot be switched off in production']
      : []),
    ...(environment.DATABASE_URL === undefined
      ? ['DATABASE_URL: must be set in production; the embedded database is for trying things out']
      : []),
  ];
}

function outboundFaults(environment: Environment): string[] {
  const { isProduction, OUTBOUND_TEST_ROUTES: routes, OUTBOUND_TEST_CA: ca } = environment;
  if (!isProduction) return [];
  return [
    ...(routes.length > 0
      ? ['OUTBOUND_TEST_ROUTES: strangers could make this server call itself; not in production']
      : []),
    ...(ca === undefined ? [] : ['OUTBOUND_TEST_CA: an authority for tests; not in production']),
  ];
}
