import { toWireId } from '../../../../kernel/ids.js';
import type { AuthorizationRequest } from '../authorization-requests.js';

/** The request as its app would make it again, for somebody else to sign in and answer it. */
export function authorizePath(request: AuthorizationRequest): string {
  const parameters = new URLSearchParams({
    response_type: 'code',
    client_id: toWireId('app', request.clientId),
    redirect_uri: request.redirectUri,
    scope: request.scopes.toString(),
    resource: request.resource,
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256',
  });
  if (request.nonce !== null) parameters.set('nonce', request.nonce);
  if (request.dpopJkt !== null) parameters.set('dpop_jkt', request.dpopJkt);
  if (request.state !== null) parameters.set('state', request.state);
  return `/oauth/authorize?${parameters.toString()}`;
}
