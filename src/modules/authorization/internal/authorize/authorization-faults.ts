import { Injectable } from '@nestjs/common';
import { AppError } from '../../../../kernel/errors/app-error.js';
import type { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { AppVerifications } from '../../../verification/app-verifications.service.js';
import { isReviewed } from '../../../verification/tier-allowance.js';
import { ExistingGrants } from '../../../grants/existing-grants.service.js';
import type { ReturnAddress } from '../requests/return-address.js';
import type { Target } from './receive-request.js';

/** A fault of the request that the app may learn of: by redirect, or through a link the person follows. */
export class AuthorizationFault extends AppError {
  readonly status = 400;

  constructor(
    readonly error: OAuthError,
    readonly address: ReturnAddress,
    readonly appName: string,
    /** False for apps nobody has vouched for: a link in a mail must not bounce off us to anywhere (A5). */
    readonly mayRedirect: boolean,
  ) {
    super(error.message, { cause: error });
  }
}

/** Decides how an app learns of an error: at once, or by a link that the person may follow. */
@Injectable()
export class AuthorizationFaults {
  constructor(
    private readonly verifications: AppVerifications,
    private readonly grants: ExistingGrants,
  ) {}

  /** @param userId null before sign-in: then only a verified app is told, which happens with `prompt=none` (AUTH-14) */
  async of(error: OAuthError, target: Target, userId: string | null): Promise<AuthorizationFault> {
    const { client, address } = target;
    const { tier } = await this.verifications.verificationOf(client);
    const mayRedirect = isReviewed(tier) || (await this.isLetIn(target, userId));
    return new AuthorizationFault(error, address, client.name, mayRedirect);
  }

  /** By this person, as the app it is now and at this very address: anything else they have not seen (A5). */
  private async isLetIn({ client, address }: Target, userId: string | null) {
    return userId !== null && (await this.grants.hasLive(userId, client, address.installation));
  }
}
