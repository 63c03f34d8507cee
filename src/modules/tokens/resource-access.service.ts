import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { EntityManager } from 'typeorm';
import { BearerError, type TokenScheme } from '../../kernel/errors/bearer-error.js';
import { OAuthError } from '../../kernel/errors/oauth-error.js';
import { hashSecret } from '../../kernel/secret.js';
import { DpopProofs, type ShownProof } from '../../platform/dpop/dpop-proofs.service.js';
import {
  invalidToken,
  requireToken,
  schemesAfter,
  type ShownToken,
} from '../../platform/http/shown-token.js';
import { AccessLimits } from './internal/access-limits.js';
import { AccessTokenVerifier } from './internal/access-token-verifier.js';
import type {
  PersonAccess,
  ProjectAccess,
  VerifiedAccess,
  VerifiedToken,
} from './verified-access.js';

const SCHEMES: readonly TokenScheme[] = ['Bearer', 'DPoP'];

/** Verifies a token, of this hash, for a caller who has proven the key of this thumbprint, or none. */
type Verification<Access> = (
  token: string,
  dpopJkt: string | null,
  hash: Buffer,
) => Promise<Access | null>;

/**
 * Verifies the token of a request, and the proof of the key that the token may be bound to (RFC 9449 §7). One
 * statement, without a cache; a second one for a proof. Every method throws a BearerError, 401 or, for a request with
 * several tokens, 400, and a TooManyRequestsException beyond the limits of address and grant.
 */
@Injectable()
export class ResourceAccess {
  constructor(
    private readonly verifier: AccessTokenVerifier,
    private readonly proofs: DpopProofs,
    private readonly limits: AccessLimits,
  ) {}

  /** The token of a request. @throws BearerError for none, or several */
  show(request: Request): ShownToken {
    return requireToken(request, SCHEMES);
  }

  /** The whole access of a token for this resource (RFC 8707 §3). */
  require(request: Request, resource: string, shown = this.show(request)): Promise<VerifiedAccess> {
    return this.admit(request, shown, resource, (...given) => this.verifier.verify(...given));
  }

  /** The access in one project (UUID) of a token for this resource. */
  requireInProject(
    request: Request,
    resource: string,
    projectId: string,
    shown = this.show(request),
  ): Promise<ProjectAccess> {
    return this.admit(request, shown, resource, (token, dpopJkt, hash) =>
      this.verifier.verifyInProject(token, projectId, dpopJkt, hash),
    );
  }

  /** The access to the account of its person, of a token for any resource. */
  requirePerson(request: Request): Promise<PersonAccess> {
    return this.admit(request, this.show(request), null, (...given) =>
      this.verifier.verifyPerson(...given),
    );
  }

  /** The access token of the request ends now, as if its time were over. For the fault lab. */
  async expire(tx: EntityManager, request: Request): Promise<void> {
    await this.verifier.expire(tx, hashSecret(this.show(request).text));
  }

  private admit<Access extends VerifiedToken>(
    request: Request,
    shown: ShownToken,
    resource: string | null,
    verification: Verification<Access>,
  ): Promise<Access> {
    const hash = hashSecret(shown.text);
    return this.limits.admit(
      request,
      hash,
      () => this.verify(request, { ...shown, hash }, resource, verification),
      ({ grant }) => grant.id,
    );
  }

  private async verify<Access extends VerifiedToken>(
    request: Request,
    shown: ShownToken & { readonly hash: Buffer },
    resource: string | null,
    verification: Verification<Access>,
  ): Promise<Access> {
    const proof = shown.scheme === 'DPoP' ? await this.readProof(request, shown) : null;
    const access = await verification(shown.text, proof?.thumbprint ?? null, shown.hash);
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
