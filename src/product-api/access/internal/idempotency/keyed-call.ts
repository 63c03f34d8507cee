import { hash } from 'node:crypto';
import { ProblemError } from '../../../../kernel/errors/problem-error.js';
import type { GuardedRequest, Principal } from '../../principal.js';
import { invalid } from '../../request.pipe.js';
import { canonicalJson } from './canonical-json.js';

/** A request with an `Idempotency-Key`. */
export interface KeyedCall {
  readonly caller: Principal;
  readonly key: string;
  /** SHA-256 of the project, the credential and the key. */
  readonly keyHash: Buffer;
  /** SHA-256 of method, path, query and body. */
  readonly requestHash: Buffer;
}

const HEADER = 'idempotency-key';
const PRINTABLE = /^[\x20-\x7E]{1,255}$/;

/**
 * The key of a request; undefined without one.
 * @throws ProblemError 400 for several keys, or one that is empty, long or not ASCII
 */
export function keyOf({
  headersDistinct,
}: Pick<GuardedRequest, 'headersDistinct'>): string | undefined {
  const [key, ...others] = headersDistinct[HEADER] ?? [];
  if (key === undefined) return undefined;
  if (others.length === 0 && PRINTABLE.test(key)) return key;
  throw new ProblemError(
    'invalid_request',
    'An Idempotency-Key has 1 to 255 printable ASCII characters.',
  );
}

/** More than any handler takes, and few enough for `JSON.stringify`. What else is wrong, the handler says. */
const MOST_LEVELS = 32;

const isDeeperThan = (levels: number, value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((member) => isDeeperThan(levels - 1, member)));

/** @throws ProblemError 400 for a body that no handler would get */
export function keyedCall(request: GuardedRequest, caller: Principal, key: string): KeyedCall {
  const { method, originalUrl } = request;
  const body: unknown = request.body;
  if (isDeeperThan(MOST_LEVELS, body)) {
    throw invalid([{ pointer: '', code: 'depth', message: 'is nested too deep' }]);
  }
  const { projectId, credential } = caller;
  const hashed = (...parts: string[]): Buffer => hash('sha256', JSON.stringify(parts), 'buffer');
  return {
    caller,
    key,
    keyHash: hashed(projectId, credential.kind, credential.id, key),
    requestHash: hashed(method, originalUrl, body === undefined ? '' : canonicalJson(body)),
  };
}
