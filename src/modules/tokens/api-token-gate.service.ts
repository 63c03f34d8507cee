import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { hashSecret } from '../../kernel/secret.js';
import { invalidToken, type ShownToken } from '../../platform/http/shown-token.js';
import { ApiTokenActivity } from '../api-tokens/api-token-activity.service.js';
import type { ApiTokenAccess, ApiTokenInProject } from '../api-tokens/api-token-access.js';
import { ApiTokenVerifier } from '../api-tokens/api-token-verifier.service.js';
import { AccessLimits } from './internal/access-limits.js';

/**
 * Verifies the API token of a request, under the limits of tokens of apps: one statement, without a cache. Only the
 * Product API takes API tokens. Every method throws a BearerError 401, and a TooManyRequestsException beyond the limits
 * of address and token.
 */
@Injectable()
export class ApiTokenGate {
  constructor(
    private readonly verifier: ApiTokenVerifier,
    private readonly limits: AccessLimits,
    private readonly activity: ApiTokenActivity,
  ) {}

  /**
   * Whether this verifier decides about a token. One that is shown as bound to a key is left to the other, which refuses
   * it: API tokens are never bound.
   */
  concerns({ scheme, text }: ShownToken): boolean {
    return scheme === 'Bearer' && text.startsWith('isat_');
  }

  /** The whole access. */
  require(request: Request, shown: ShownToken): Promise<ApiTokenAccess> {
    return this.admit(request, shown, (hash) => this.verifier.verify(shown.text, hash));
  }

  /** The access in one project (UUID). */
  requireInProject(
    request: Request,
    projectId: string,
    shown: ShownToken,
  ): Promise<ApiTokenInProject> {
    return this.admit(request, shown, (hash) =>
      this.verifier.verifyInProject(shown.text, projectId, hash),
    );
  }

  private async admit<Access extends { readonly tokenId: string }>(
    request: Request,
    { text }: ShownToken,
    verification: (hash: Buffer) => Promise<Access | null>,
  ): Promise<Access> {
    const hash = hashSecret(text);
    const verify = async (): Promise<Access> => {
      const access = await verification(hash);
      if (!access) throw invalidToken('no live API token', ['Bearer', 'DPoP']);
      return access;
    };
    const access = await this.limits.admit(request, hash, verify, ({ tokenId }) => tokenId);
    this.activity.noteUse(access.tokenId);
    return access;
  }
}
