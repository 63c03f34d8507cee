// A whole connection with openid-client: register, ask, call, refresh, give back.
import { env } from 'node:process';
import * as client from 'openid-client';
import { CALLBACK, visit } from './callback.mjs';

const issuer = new URL(env.ISSUER ?? 'http://localhost:3000');
// Plain http is for a server on this computer; leave this out elsewhere.
const options = { algorithm: 'oauth2', execute: [client.allowInsecureRequests] };

// Once: keep the client_id; next time, client.discovery(issuer, clientId, undefined, client.None(), options).
const metadata = {
  client_name: 'Second app',
  redirect_uris: [CALLBACK],
  token_endpoint_auth_method: 'none',
};
const config = await client.dynamicClientRegistration(issuer, metadata, client.None(), options);

const pkceCodeVerifier = client.randomPKCECodeVerifier();
const expectedState = client.randomState();
const url = client.buildAuthorizationUrl(config, {
  redirect_uri: CALLBACK,
  scope: 'project:read segments:read offline_access',
  code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
  code_challenge_method: 'S256',
  state: expectedState,
});

// Checks state and iss, then redeems the code.
const checks = { pkceCodeVerifier, expectedState };
const tokens = await client.authorizationCodeGrant(config, await visit(url), checks);
for (const { id, name, scope } of tokens.projects) {
  const segments = new URL(`/v1/project/${id}/segment`, issuer);
  const response = await client.fetchProtectedResource(config, tokens.access_token, segments);
  const { entities } = await response.json();
  console.log(`${name} (${scope}): ${entities.length} segments`);
}

const next = await client.refreshTokenGrant(config, tokens.refresh_token);
console.log(`Refreshed, for ${next.expires_in} seconds`);

await client.tokenRevocation(config, next.refresh_token);
console.log('Given back');
