import { ProblemError, type ProblemCode } from './problem-error.js';

/** Error codes of a `WWW-Authenticate: Bearer` challenge (RFC 6750 §3.1); absent when no token was sent. */
export type BearerErrorCode = 'invalid_request' | 'invalid_token' | 'insufficient_scope';

const PROBLEM_OF: Record<BearerErrorCode, ProblemCode> = {
  invalid_request: 'invalid_request',
  invalid_token: 'unauthorized',
  insufficient_scope: 'insufficient_scope',
};

/** A refusal at a resource server: a problem document and a challenge at once (RFC 6750 §3, RFC 9728 §5.1). */
export class BearerError extends ProblemError {
  constructor(
    readonly challenge: BearerErrorCode | undefined,
    detail: string,
    readonly scope?: string,
    reason?: string,
  ) {
    super(challenge ? PROBLEM_OF[challenge] : 'unauthorized', detail, {
      ...(reason === undefined ? {} : { reason }),
      ...(scope === undefined ? {} : { members: { required_scope: scope } }),
    });
  }
}
