import { Injectable } from '@nestjs/common';
import type { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { AppVerifications } from '../../../verification/app-verifications.service.js';
import { isReviewed } from '../../../verification/tier-allowance.js';
import { ExistingGrants } from '../../../grants/existing-grants.service.js';
import { AuthorizationFault } from './authorization-fault.js';
import type { AuthorizeTarget } from './authorize-target.js';

/** Decides how an app learns of an error: at once, or by a link that the person may follow. */
@Injectable()
export class AuthorizationFaults {
  constructor(
    private readonly verifications: AppVerifications,
    private readonly grants: ExistingGrants,
  ) {}

  /** @param userId null before sign-in: then only a verified app is told, which happens with `prompt=none` (AUTH-14) */
  async of(
    error: OAuthError,
    target: AuthorizeTarget,
    userId: string | null,
  ): Promise<AuthorizationFault> {
    const { client, address } = target;
    const { tier } = await this.verifications.verificationOf(client);
    const mayRedirect = isReviewed(tier) || (await this.isLetIn(target, userId));
    return new AuthorizationFault(error, address, client.name, mayRedirect);
  }

  /** By this person, as the app it is now and at this very address: anything else they have not seen (A5). */
  private async isLetIn({ client, address }: AuthorizeTarget, userId: string | null) {
    return userId !== null && (await this.grants.hasLive(userId, client, address.installation));
  }
}
