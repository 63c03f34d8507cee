import { HttpException } from '@nestjs/common';
import { AppError } from '../../kernel/errors/app-error.js';

/** What went wrong, before a dialect says it. `error` is set when we threw on purpose. */
export interface Failure {
  readonly status: number;
  readonly error?: AppError;
  /** Seconds, for 429 and 503. */
  readonly retryAfterSeconds?: number;
  /** Methods the path does have, for 405. */
  readonly allow?: readonly string[];
}

/** Connection lost or refused, shutting down, too many connections, lock or statement timeout. */
const DATABASE_AWAY =
  /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|08...|57P0.|53...|55P03|57014)$/;
const POOL_AWAY = /timeout exceeded when trying to connect|Connection terminated|pool is draining/i;
/** The value cannot be stored or read at all (class 22 of the SQLSTATEs, a NUL in a text for example). */
const DATA_EXCEPTION = /^22...$/;

/** Reads any throw: ours, the framework's, the body parser's or the database's. Unknown ones are a bare 500. */
export function describeFailure(thrown: unknown): Failure {
  if (thrown instanceof AppError) {
    return { status: thrown.status, error: thrown, ...retryAfter(thrown) };
  }
  if (thrown instanceof HttpException) return describeHttpException(thrown);
  return isObject(thrown) ? describeForeignError(thrown) : { status: 500 };
}

/** What the database driver and the body parser hang on their errors. */
interface ForeignError {
  readonly message?: string;
  readonly code?: string;
  readonly status?: number;
  readonly driverError?: { readonly code?: string };
}

function describeForeignError(error: ForeignError): Failure {
  const sqlState = error.driverError?.code ?? error.code ?? '';
  if (isDatabaseAway(sqlState, error.message)) return { status: 503, retryAfterSeconds: 2 };
  if (DATA_EXCEPTION.test(sqlState)) return { status: 400 };
  // The body parser marks its errors with a status; anything of 4xx is the caller's fault.
  return { status: isCallersFault(error.status) ? error.status : 500 };
}

const isDatabaseAway = (sqlState: string, message = ''): boolean =>
  DATABASE_AWAY.test(sqlState) || POOL_AWAY.test(message);

const isObject = (thrown: unknown): thrown is object =>
  typeof thrown === 'object' && thrown !== null;

const isCallersFault = (status: number | undefined): status is number =>
  status !== undefined && status >= 400 && status < 500;

function describeHttpException(thrown: HttpException): Failure {
  const { allow, retryAfterSeconds } = thrown as { allow?: string[]; retryAfterSeconds?: number };
  return {
    status: thrown.getStatus(),
    ...(allow ? { allow } : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

function retryAfter(error: AppError): { retryAfterSeconds?: number } {
  const seconds =
    (error as { retryAfterSeconds?: number }).retryAfterSeconds ??
    (error as { options?: { retryAfterSeconds?: number } }).options?.retryAfterSeconds;
  return seconds === undefined ? {} : { retryAfterSeconds: seconds };
}
