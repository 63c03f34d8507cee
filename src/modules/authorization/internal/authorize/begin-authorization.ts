import { Injectable } from '@nestjs/common';
import { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { Environment } from '../../../../platform/config/environment.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { AppStandings } from '../../../verification/app-standings.service.js';
import { AuthorizationRequests } from '../authorization-requests.js';
import { GrantRepository } from '../grant.repository.js';
import { AuthorizationFault } from './authorization-fault.js';
import { readAuthorizeRequest, type AuthorizeRequest } from './authorize-request.js';
import type { AuthorizeTarget } from './authorize-target.js';

/** The browser and the person in front of it. */
export interface SignedInSession {
  readonly id: string;
  readonly user: { readonly id: string };
  readonly authenticatedAt: Date;
}

/** Freezes a valid request on the server, bound to this browser session and person. */
@Injectable()
export class BeginAuthorization {
  constructor(
    private readonly environment: Environment,
    private readonly requests: AuthorizationRequests,
    private readonly standings: AppStandings,
    private readonly grants: GrantRepository,
  ) {}

  /**
   * @returns the id of the request that now waits for a decision
   * @throws AuthorizationFault
   */
  async begin(
    form: StrictForm,
    target: AuthorizeTarget,
    session: SignedInSession,
  ): Promise<string> {
    const asked = await this.read(form, target, session.user.id);
    return this.requests.insert({
      ...asked,
      sessionId: session.id,
      userId: session.user.id,
      authTime: session.authenticatedAt,
      clientId: target.client.id,
      redirectUri: target.address.uri,
      installation: target.address.installation,
      state: form.get('state') ?? null,
    });
  }

  private async read(
    form: StrictForm,
    { client, address }: AuthorizeTarget,
    userId: string,
  ): Promise<AuthorizeRequest> {
    try {
      return readAuthorizeRequest({ form, client }, this.environment.apiResource);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      const { tier } = await this.standings.standingOf(client);
      const known = tier === 'verified' || tier === 'listed';
      const mayRedirect = known || (await this.grants.hasLive(userId, client.id));
      throw new AuthorizationFault(error, address, client.name, mayRedirect);
    }
  }
}
