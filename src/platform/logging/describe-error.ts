/** Deeper causes rarely add information. */
const DEEPEST_CAUSE = 3;

/** The logged members of an error. Chosen members only: TypeORM's errors have the statement's values (attack G7). */
export interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  /** The statement with `$1`, `$2`, … in it; never the values. */
  readonly query?: string;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

export function describeError(thrown: unknown, depth = 0): ErrorDescription {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: 'not an Error' };
  const { code, query } = thrown as { code?: unknown; query?: unknown };
  return {
    type: thrown.name,
    message: messageOf(thrown),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof query === 'string' ? { query: query.slice(0, 500) } : {}),
    ...(thrown.stack === undefined ? {} : { stack: thrown.stack }),
    ...(thrown.cause === undefined || depth >= DEEPEST_CAUSE
      ? {}
      : { cause: describeError(thrown.cause, depth + 1) }),
  };
}

/** A failed connection is one error per address under an empty message. */
function messageOf(error: Error): string {
  if (!(error instanceof AggregateError) || error.message !== '') return error.message;
  return error.errors.map((each) => String((each as Error).message)).join('; ');
}
