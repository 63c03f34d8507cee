import { hash } from 'node:crypto';
import type { ConsentChoice } from '../../../grants/consent-choice.js';
import type { Consent } from '../../../grants/grant.js';
import { scopesToConfirm } from './confirmed-host.js';
import { CONSENT_WORDING } from './consent-texts.js';
import type { ConsentView } from './consent-view.js';

/**
 * The decision, with everything that was shown, for the consent receipt. `consentEpoch`: the person's, read with the
 * decision.
 */
export function consentOf(view: ConsentView, choice: ConsentChoice, consentEpoch: number): Consent {
  const { request, client, app, offers, projectScopes, accountScopes } = view;
  return {
    request,
    client,
    by: { userId: request.userId, consentEpoch },
    tier: app.tier,
    offers,
    choice,
    requestedScopes: projectScopes,
    accountScopes,
    shown: {
      ...shownBy(view),
      host_confirmed: scopesToConfirm(view, choice.scopes).length > 0,
    },
  };
}

const shownBy = ({
  client,
  app,
  address,
  request,
  accountScopes,
  reasons,
}: ConsentView): object => ({
  wording: CONSENT_WORDING,
  app: {
    id: client.clientId,
    name: client.name,
    tier: app.tier,
    domain: app.verifiedDomain,
    identity_version: request.identityVersion,
    auth_method: client.tokenEndpointAuthMethod,
    keys: client.jwksUri ?? (client.jwks && digest(client.jwks)),
  },
  addresses: {
    client_uri: client.clientUri,
    tos_uri: client.tosUri,
    policy_uri: client.policyUri,
  },
  reasons,
  returns_to: address.label,
  redirect_uri: address.installation,
  persists: request.refreshable,
  resource: request.resource,
  account_scopes: accountScopes.toArray(),
});

/** Hex, to compare key sets. */
const digest = (keys: object): string => hash('sha256', JSON.stringify(keys));
