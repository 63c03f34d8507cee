import { Injectable } from '@nestjs/common';
import { AppError } from '../../../../kernel/errors/app-error.js';
import type { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { AppVerifications } from '../../../verification/app-verifications.service.js';
import { isReviewed } from '../../../verification/tier-allowance.js';
import { ExistingGrants } from '../../../grants/existing-grants.service.js';
import type { ReturnAddress } from '../requests/return-address.js';
import type { Target } from './receive-request.js';

/** An error that is reported to the client: by redirect, or by a link on a page that the person may follow. */
export class AuthorizationFault extends AppError {
  readonly status = 400;

  constructor(
    readonly error: OAuthError,
    readonly address: ReturnAddress,
    readonly appName: string,
    /** Redirects errors only to verified apps: for others this server would be an open redirector (A5). */
    readonly mayRedirect: boolean,
  ) {
    super(error.message, { cause: error });
  }
}

/** Decides how the client receives an error: by redirect, or by a link that the person may follow. */
@Injectable()
export class AuthorizationFaults {
  constructor(
    private readonly verifications: AppVerifications,
    private readonly grants: ExistingGrants,
  ) {}

  /** @param userId null before sign-in: then only a verified app gets a redirect, with `prompt=none` (AUTH-14) */
  async of(error: OAuthError, target: Target, userId: string | null): Promise<AuthorizationFault> {
    const { client, address } = target;
    const { tier } = await this.verifications.verificationOf(client);
    const mayRedirect = isReviewed(tier) || (await this.isLetIn(target, userId));
    return new AuthorizationFault(error, address, client.name, mayRedirect);
  }

  /**
   * This person authorized the current identity version with this redirect URI; any other was not shown to them (A5).
   */
  private async isLetIn({ client, address }: Target, userId: string | null) {
    return userId !== null && (await this.grants.hasLive(userId, client, address.installation));
  }
}
