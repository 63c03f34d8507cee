import type { ProblemCode } from '../../kernel/errors/problem-error.js';

const PROBLEM_CODES = Symbol('problem-codes');

/**
 * The problems (RFC 9457) that a route may answer with, besides those of every route. OpenAPI says so, and tests compare
 * every answer with it.
 */
export const Problems =
  (...codes: readonly ProblemCode[]): MethodDecorator =>
  (_controller, _name, { value }) => {
    const handler = value as object;
    Reflect.defineMetadata(PROBLEM_CODES, [...problemCodesOf(handler), ...codes], handler);
  };

/** What decorators declare for a handler. */
export const problemCodesOf = (handler: object): readonly ProblemCode[] =>
  (Reflect.getMetadata(PROBLEM_CODES, handler) as readonly ProblemCode[] | undefined) ?? [];
