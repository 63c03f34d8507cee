import type { RegisteredClient } from '../register-client.js';
import { registrationResponse } from './registration-response.js';

/** A client as its own developer sees it, with the only sight of its new registration access token. */
export interface ManagedClient extends RegisteredClient {
  readonly registrationToken: string;
}

/** Client information with where and how to change it (RFC 7592 §3). */
export const managedResponse = (managed: ManagedClient, issuer: string): object => ({
  ...registrationResponse(managed),
  client_name: managed.claimedName ?? managed.client.name,
  registration_client_uri: `${issuer}/oauth/register/${managed.client.clientId}`,
  registration_access_token: managed.registrationToken,
});
