import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { BearerError, type TokenScheme } from '../../kernel/errors/bearer-error.js';
import { OAuthError } from '../../kernel/errors/oauth-error.js';
import { DpopProofs, type ShownProof } from '../../platform/dpop/dpop-proofs.service.js';
import {
  invalidToken,
  requireToken,
  schemesAfter,
  type ShownToken,
} from '../../platform/http/shown-token.js';
import { AccessLimits } from './internal/access-limits.js';
import { AccessTokenVerifier } from './internal/access-token-verifier.js';
import type { VerifiedAccess } from './verified-access.js';

const SCHEMES: readonly TokenScheme[] = ['Bearer', 'DPoP'];

/** The requirements of a resource. */
export interface ResourceQuestion {
  /** Its own identifier; null accepts a token for any (RFC 8707 §3). */
  readonly resource: string | null;
  /** UUID: limits `projects` to that one, which leaves none if the grant does not cover it. Null for all. */
  readonly projectId: string | null;
}

/**
 * Verifies the token of a request, and the proof of the key that the token may be bound to (RFC 9449 §7). One
 * statement, without a cache; a second one for a proof.
 */
@Injectable()
export class ResourceAccess {
  constructor(
    private readonly verifier: AccessTokenVerifier,
    private readonly proofs: DpopProofs,
    private readonly limits: AccessLimits,
  ) {}

  /**
   * @throws BearerError 401, or 400 for a request with several tokens; TooManyRequestsException beyond the limits of
   * address and grant
   */
  async require(request: Request, question: ResourceQuestion): Promise<VerifiedAccess> {
    const shown = requireToken(request, SCHEMES);
    return this.limits.admit(request, shown.text, () => this.verify(request, shown, question));
  }

  private async verify(
    request: Request,
    shown: ShownToken,
    { resource, projectId }: ResourceQuestion,
  ): Promise<VerifiedAccess> {
    const proof = shown.scheme === 'DPoP' ? await this.readProof(request, shown) : null;
    const dpopJkt = proof?.thumbprint ?? null;
    const access = await this.verifier.verify(shown.text, projectId, dpopJkt);
    if (!access) throw invalidToken('not live, or not of that key', offeredAfter(shown));
    if (resource !== null && access.audience !== resource) {
      throw invalidToken('wrong audience', offeredAfter(shown));
    }
    // Last, so that proofs are stored for valid tokens only.
    if (proof) await inChallenge(this.proofs.consume(proof));
    return access;
  }

  private async readProof(request: Request, { text }: ShownToken): Promise<ShownProof> {
    const proof = await inChallenge(this.proofs.read(request, 'resource-server', text));
    if (proof) return proof;
    throw refuse('invalid_dpop_proof', 'Send a proof of the key in a DPoP header.');
  }
}

const offeredAfter = ({ scheme }: ShownToken): readonly TokenScheme[] =>
  schemesAfter(scheme, SCHEMES);

/** A 400 at the token endpoint is a 401 with a challenge at a resource (RFC 9449 §7.1, §9). */
async function inChallenge<T>(checked: Promise<T>): Promise<T> {
  try {
    return await checked;
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const code = error.code === 'use_dpop_nonce' ? 'use_dpop_nonce' : 'invalid_dpop_proof';
    throw refuse(code, error.message);
  }
}

const refuse = (code: 'invalid_dpop_proof' | 'use_dpop_nonce', detail: string): BearerError =>
  new BearerError(code, detail, { schemes: ['DPoP'] });
