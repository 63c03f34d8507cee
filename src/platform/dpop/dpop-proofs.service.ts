import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { OAuthError } from '../../kernel/errors/oauth-error.js';
import { Environment } from '../config/environment.js';
import { Database } from '../database/database.js';
import { statement } from '../database/statement.js';
import { invalidProof } from './invalid-proof.js';
import { checkClaims, readLife, type ProofLife } from './proof-claims.js';
import { ProofNonces, type ProofAudience } from './proof-nonces.js';
import { readSignedProof } from './signed-proof.js';

/** A proof that matches its request; time and replay are checked by `consume`. */
export interface ShownProof extends ProofLife {
  /** Thumbprint of the proven key (RFC 7638). */
  readonly thumbprint: string;
}

// One statement checks the time, by the database's clock, and the first use. A client's clock may be ten seconds ahead.
const CONSUME = statement(
  'dpop-proofs.consume',
  `WITH life AS (
     SELECT to_timestamp(:until::float8) AS ends,
       to_timestamp(:from::float8) <= now() + interval '10 seconds' AND to_timestamp(:until::float8) >= now() AS timely
   ), consumed AS (
     INSERT INTO dpop_proofs (proof_hash, expires_at) SELECT :proofHash, ends FROM life WHERE timely
     ON CONFLICT DO NOTHING RETURNING proof_hash
   )
   SELECT timely, EXISTS (SELECT FROM consumed) AS fresh FROM life`,
  { timely: 'boolean', fresh: 'boolean' },
);

/** Proofs of possession of a key (DPoP, RFC 9449). */
@Injectable()
export class DpopProofs {
  constructor(
    private readonly environment: Environment,
    private readonly database: Database,
    private readonly nonces: ProofNonces,
  ) {}

  /**
   * The proof of a request; null if it has none. Runs no statement. `accessToken`: that of the same request, at a
   * resource.
   * @throws OAuthError `invalid_dpop_proof`, or `use_dpop_nonce` where nonces are required
   */
  async read(
    request: Request,
    audience: ProofAudience,
    accessToken: string | null = null,
  ): Promise<ShownProof | null> {
    if (this.nonces.areRequired) {
      request.res?.setHeader('DPoP-Nonce', this.nonces.current(audience));
    }
    const text = onlyProofOf(request);
    if (text === null) return null;
    const { thumbprint, claims } = await readSignedProof(text);
    const { method, originalUrl: target } = request;
    checkClaims(claims, { issuer: this.environment.ISSUER_URL, method, target, accessToken });
    const nonce = this.nonces.findLife(audience, claims.nonce);
    if (this.nonces.areRequired && !nonce) throw useNonce();
    return { thumbprint, ...readLife(claims, nonce) };
  }

  /** Consumes the proof: it is single-use. @throws OAuthError `invalid_dpop_proof` */
  async consume({ thumbprint, id, from, until }: ShownProof): Promise<void> {
    const proofHash = hash('sha256', `${thumbprint} ${id}`, 'buffer');
    const [consumed] = await this.database.query(CONSUME, { proofHash, from, until });
    if (!consumed?.timely) throw invalidProof('The iat of the proof is too old or in the future.');
    if (!consumed.fresh)
      throw invalidProof('The proof was used before: each needs a jti of its own.');
  }
}

/** @throws OAuthError `invalid_dpop_proof` if there are several (RFC 9449 §4.3, point 1) */
function onlyProofOf({ headersDistinct }: Request): string | null {
  const [text = null, ...others] = headersDistinct.dpop ?? [];
  if (others.length > 0) throw invalidProof('Send one DPoP header.');
  return text;
}

const useNonce = (): OAuthError =>
  new OAuthError('use_dpop_nonce', 'Put the nonce of the DPoP-Nonce header into the proof.');
