import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { BearerError } from '../../../kernel/errors/bearer-error.js';
import { ruleOfPath } from '../../../platform/http/surface.js';
import { GRANT_CALLS, TOKEN_FAILURES } from '../../../platform/http/rate-limit/buckets.js';
import {
  RateLimiter,
  TooManyRequestsException,
} from '../../../platform/http/rate-limit/rate-limiter.service.js';

/** Tokens that were valid recently, for which the limit of the address does not apply. */
const MOST_KNOWN = 10_000;

/**
 * Rate limits of token use at the resources: failures for each address (B10), calls for each grant or API token. A request beyond
 * either limit is refused before the database is queried.
 */
@Injectable()
export class AccessLimits {
  /** Whom calls count for, by the hashes of tokens. It authorizes nothing: the database is queried at every request. */
  private readonly known = new Map<string, string>();

  constructor(private readonly limiter: RateLimiter) {}

  /**
   * A failure is counted before the check and uncounted after a success, so that concurrent requests cannot exceed the
   * limit. A token that was valid recently is not counted, so that failures from a shared address do not block clients
   * with valid tokens. `credentialOf`: the grant or API token that the call counts for.
   * @throws TooManyRequestsException, and whatever `verify` throws
   */
  async admit<Access>(
    request: Request,
    tokenHash: Buffer,
    verify: () => Promise<Access>,
    credentialOf: (access: Access) => string,
  ): Promise<Access> {
    // Calls of the Product API have budgets by class instead (`CallLimits`).
    const isCounted = ruleOfPath(request.path).surface !== 'product-api';
    const id = tokenHash.toString('base64');
    const credentialId = this.known.get(id);
    if (credentialId === undefined) refuse(await this.limiter.take(TOKEN_FAILURES, request));
    else if (isCounted) refuse(this.limiter.wait(GRANT_CALLS, credentialId));
    const takenAt = performance.now();
    const giveBack = (): void => {
      if (credentialId === undefined) this.limiter.giveBack(TOKEN_FAILURES, request, takenAt);
    };
    let access: Access;
    try {
      access = await verify();
    } catch (error) {
      if (!isFailure(error)) giveBack();
      else if (this.known.delete(id)) await this.limiter.take(TOKEN_FAILURES, request);
      throw error;
    }
    giveBack();
    const counted = credentialOf(access);
    this.remember(id, counted);
    if (isCounted) refuse(await this.limiter.take(GRANT_CALLS, counted));
    return access;
  }

  private remember(id: string, credentialId: string): void {
    if (this.known.has(id)) return;
    this.known.set(id, credentialId);
    if (this.known.size <= MOST_KNOWN) return;
    for (const oldest of this.known.keys()) {
      this.known.delete(oldest);
      return;
    }
  }
}

/** A missing proof or an unavailable server is not a wrong guess. */
const isFailure = (error: unknown): boolean =>
  error instanceof BearerError &&
  (error.challenge === 'invalid_token' || error.challenge === 'invalid_dpop_proof');

function refuse(seconds: number): void {
  if (seconds > 0) throw new TooManyRequestsException(seconds);
}
