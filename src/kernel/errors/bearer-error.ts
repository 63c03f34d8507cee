import { ProblemError, type ProblemCode } from './problem-error.js';

/**
 * How an access token is presented: alone, or with a proof of the key it is bound to (RFC 6750 §2.1, RFC 9449 §7.1).
 */
export type TokenScheme = 'Bearer' | 'DPoP';

/** Error codes of a challenge (RFC 6750 §3.1, RFC 9449 §7.1); absent when no token was sent. */
export type BearerErrorCode =
  | 'invalid_request'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce';

const PROBLEM_OF: Record<BearerErrorCode, ProblemCode> = {
  invalid_request: 'invalid_request',
  invalid_token: 'unauthorized',
  insufficient_scope: 'insufficient_scope',
  invalid_dpop_proof: 'unauthorized',
  use_dpop_nonce: 'unauthorized',
};

interface Details {
  /** Every scope that the operation needs, where a new consent would help. */
  readonly scope?: string | undefined;
  /** For the log only. */
  readonly reason?: string;
  /** The schemes to challenge with. The first is the one used, if any was: its challenge has the error. */
  readonly schemes?: readonly TokenScheme[];
}

/** A refusal at a resource server: a problem document and a challenge at once (RFC 6750 §3, RFC 9728 §5.1). */
export class BearerError extends ProblemError {
  readonly scope: string | undefined;
  readonly schemes: readonly TokenScheme[];

  constructor(
    readonly challenge: BearerErrorCode | undefined,
    detail: string,
    { scope, reason, schemes = ['Bearer'] }: Details = {},
  ) {
    super(challenge ? PROBLEM_OF[challenge] : 'unauthorized', detail, {
      ...(reason === undefined ? {} : { reason }),
      ...(scope === undefined ? {} : { members: { required_scope: scope } }),
    });
    this.scope = scope;
    this.schemes = schemes;
  }
}
