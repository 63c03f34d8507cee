// The same connection with oauth4webapi, which leaves every step to you.
import { env } from 'node:process';
import * as oauth from 'oauth4webapi';
import { CALLBACK, visit } from './callback.mjs';

const issuer = new URL(env.ISSUER ?? 'http://localhost:3000');
// Plain http is for a server on this computer; leave this out elsewhere.
const options = { algorithm: 'oauth2', [oauth.allowInsecureRequests]: true };
const found = await oauth.discoveryRequest(issuer, options);
const server = await oauth.processDiscoveryResponse(issuer, found);

// Once: keep the client.
const metadata = {
  client_name: 'Third app',
  redirect_uris: [CALLBACK],
  token_endpoint_auth_method: 'none',
};
const registered = await oauth.dynamicClientRegistrationRequest(server, metadata, options);
const client = await oauth.processDynamicClientRegistrationResponse(registered);

const verifier = oauth.generateRandomCodeVerifier();
const state = oauth.generateRandomState();
const url = new URL(server.authorization_endpoint);
url.search = new URLSearchParams({
  response_type: 'code',
  client_id: client.client_id,
  redirect_uri: CALLBACK,
  scope: 'project:read segments:read offline_access',
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  state,
});

const answer = oauth.validateAuthResponse(server, client, await visit(url), state);
const proof = oauth.None();
const redeemed = await oauth.authorizationCodeGrantRequest(
  server,
  client,
  proof,
  answer,
  CALLBACK,
  verifier,
  options,
);
const tokens = await oauth.processAuthorizationCodeResponse(server, client, redeemed);
for (const { id, name, scope } of tokens.projects) {
  const segments = new URL(`/v1/project/${id}/segment`, issuer);
  const response = await oauth.protectedResourceRequest(
    tokens.access_token,
    'GET',
    segments,
    null,
    null,
    options,
  );
  const { entities } = await response.json();
  console.log(`${name} (${scope}): ${entities.length} segments`);
}

const refreshed = await oauth.refreshTokenGrantRequest(
  server,
  client,
  proof,
  tokens.refresh_token,
  options,
);
const next = await oauth.processRefreshTokenResponse(server, client, refreshed);
console.log(`Refreshed, for ${next.expires_in} seconds`);

const ended = await oauth.revocationRequest(server, client, proof, next.refresh_token, options);
await oauth.processRevocationResponse(ended);
console.log('Given back');
