import { HttpException } from '@nestjs/common';
import { AppError } from '../../kernel/errors/app-error.js';

/** A failure, independent of the response format. `error` is set when this server threw it on purpose. */
export interface Failure {
  readonly status: number;
  readonly error?: AppError;
  /** Seconds, for 429 and 503. */
  readonly retryAfterSeconds?: number;
  /** Methods that the path supports, for 405. */
  readonly allow?: readonly string[];
}

/** SQLSTATEs and codes: connection lost or refused, shutting down, too many connections, lock or statement timeout. */
const DATABASE_AWAY =
  /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|08...|57P0.|53...|55P03|57014)$/;
/** The last: a connection that was lost while its transaction waited. */
const POOL_AWAY =
  /timeout exceeded when trying to connect|Connection terminated|pool is draining|is not queryable/i;
/** The value cannot be stored or read at all (SQLSTATE class 22, a NUL in a text for example). */
const DATA_EXCEPTION = /^22...$/;

/** Describes any throw: this server's, Nest's, the body parser's or the database's. Unknown ones are a bare 500. */
export function describeFailure(thrown: unknown): Failure {
  if (thrown instanceof AppError) {
    return { status: thrown.status, error: thrown, ...retryAfter(thrown) };
  }
  if (thrown instanceof HttpException) return describeHttpException(thrown);
  return isObject(thrown) ? describeForeignError(thrown) : { status: 500 };
}

/** Members that the database driver and the body parser add to their errors. */
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
  // The body parser adds a status to its errors; 4xx is the caller's fault.
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
