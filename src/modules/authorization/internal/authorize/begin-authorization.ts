import { Injectable } from '@nestjs/common';
import { AuthorizationRequests, type RequestKey } from '../authorization-requests.js';
import type { CheckedRequest } from './request-checks.js';
import type { SignedInSession } from '../../../accounts/signed-in-session.js';
import { Visits, type Visit } from './visits.js';

/** Freezes a valid request on the server, bound to this browser session and person. */
@Injectable()
export class BeginAuthorization {
  constructor(
    private readonly requests: AuthorizationRequests,
    private readonly visits: Visits,
  ) {}

  /** @returns the key of the request that now waits for a decision */
  async begin(visit: Visit, asked: CheckedRequest, session: SignedInSession): Promise<RequestKey> {
    const { client, address } = visit.target;
    const owner = { sessionId: session.id, userId: session.user.id };
    const id = await this.requests.insert({
      scopes: asked.scopes,
      resource: asked.resource,
      codeChallenge: asked.codeChallenge,
      nonce: asked.nonce,
      dpopJkt: asked.dpopJkt,
      ...owner,
      authTime: session.authenticatedAt,
      clientId: client.id,
      redirectUri: address.uri,
      installation: address.installation,
      refreshable: client.grantTypes.includes('refresh_token'),
      identityVersion: client.identityVersion,
      state: asked.state,
      arrivalId: await this.visits.keep(visit),
    });
    return { id, ...owner };
  }
}
