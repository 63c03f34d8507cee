import { hash, timingSafeEqual } from 'node:crypto';
import { hasSecretShape } from '../../../../kernel/secret.js';

/** A redirect URI, `state` (2,048 characters at most) and the rest. */
export const LONGEST_ADDRESS = 8_000;
const LONGEST_DESCRIPTION = 1_000;

/** What the address must have. */
export interface ExpectedAnswer {
  readonly issuer: string;
  readonly redirectUri: string;
  readonly state: string;
  /** All that the app has registered. */
  readonly redirectUris: readonly string[];
}

/** In the order in which an app should check them. */
export type AnswerCheck = 'redirect_uri' | 'state' | 'iss' | 'answer' | 'code';

export interface CheckResult {
  readonly check: AnswerCheck;
  readonly passed: boolean;
}

/** Why the address is no answer to the request. */
export type AnswerFault =
  | 'missing'
  | 'long'
  | 'no_address'
  | 'own_page'
  | 'other_of_app'
  | 'other_address'
  | 'repeated'
  | 'state'
  | 'iss'
  | 'no_answer'
  | 'code_shape';

/** An error response (OAuth 2.1 §4.1.2.1). */
export interface DeniedAnswer {
  readonly error: string;
  readonly description: string | null;
}

export interface ReadAnswer {
  readonly checks: readonly CheckResult[];
  readonly fault: AnswerFault | null;
  /** Without a fault, one of both. */
  readonly code: string | null;
  readonly denied: DeniedAnswer | null;
}

/** Reads the address that the browser ended at, as an app should read it. Nothing of it is trusted or followed. */
export function readPastedAnswer(pasted: string, expected: ExpectedAnswer): ReadAnswer {
  const text = pasted.trim();
  if (text === '') return unread('missing');
  if (text.length > LONGEST_ADDRESS) return unread('long');
  const url = URL.parse(text);
  if (!url) return unread('no_address');
  const checks = checksOf(url, expected);
  const failed = checks.find(({ passed }) => !passed)?.check ?? null;
  if (failed === 'redirect_uri') return { ...unread(otherAddress(url, expected)), checks };
  const fault = faultOf(url.searchParams, failed);
  const code = url.searchParams.get('code');
  return { checks, fault, code, denied: deniedIn(url.searchParams) };
}

const unread = (fault: AnswerFault): ReadAnswer => ({
  ...{ checks: [], fault, code: null, denied: null },
});

function checksOf(url: URL, { redirectUri, state, issuer }: ExpectedAnswer): CheckResult[] {
  const { searchParams: parameters } = url;
  const passed: Partial<Record<AnswerCheck, boolean>> = {
    redirect_uri: isAnswerAt(url, redirectUri),
    state: isSame(parameters.get('state') ?? '', state),
    iss: parameters.get('iss') === issuer,
    answer: (parameters.get('code') ?? '') !== '' || (parameters.get('error') ?? '') !== '',
  };
  return Object.entries(passed).map(([check, each]) => ({
    ...{ check: check as AnswerCheck, passed: each },
  }));
}

/** The redirect URI as browsers write it, with its own query, and more after that. */
function isAnswerAt(url: URL, redirectUri: string): boolean {
  const target = URL.parse(redirectUri);
  if (!target || beforeQuery(url) !== beforeQuery(target)) return false;
  if (target.search === '') return true;
  return url.search === target.search || url.search.startsWith(`${target.search}&`);
}

const beforeQuery = ({ href }: URL): string => /^[^?#]*/.exec(href)?.[0] ?? '';

/** Compares hashes, so that the time does not depend on what is equal. */
const isSame = (given: string, expected: string): boolean =>
  timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'));

function otherAddress(url: URL, { issuer, redirectUris }: ExpectedAnswer): AnswerFault {
  if (url.origin === new URL(issuer).origin) return 'own_page';
  return redirectUris.some((uri) => isAnswerAt(url, uri)) ? 'other_of_app' : 'other_address';
}

function faultOf(parameters: URLSearchParams, failed: AnswerCheck | null): AnswerFault | null {
  if (SINGLE.some((name) => parameters.getAll(name).length > 1)) return 'repeated';
  if (failed === 'state' || failed === 'iss') return failed;
  if (failed !== null || (parameters.has('code') && parameters.has('error'))) return 'no_answer';
  return hasBrokenCode(parameters.get('code')) ? 'code_shape' : null;
}

const SINGLE = ['code', 'error', 'state', 'iss'];

const hasBrokenCode = (code: string | null): boolean =>
  code !== null && !hasSecretShape('isoc', code);

function deniedIn(parameters: URLSearchParams): DeniedAnswer | null {
  const error = parameters.get('error');
  if (error === null) return null;
  const description = parameters.get('error_description');
  return {
    error: error.slice(0, LONGEST_DESCRIPTION),
    description: description?.slice(0, LONGEST_DESCRIPTION) ?? null,
  };
}
