// Tokens that are worth nothing without this program's key (DPoP), with openid-client.
import { env } from 'node:process';
import * as client from 'openid-client';
import { CALLBACK, visit } from './callback.mjs';

const issuer = new URL(env.ISSUER ?? 'http://localhost:3000');
const options = { algorithm: 'oauth2', execute: [client.allowInsecureRequests] };
const metadata = {
  client_name: 'App with proofs',
  redirect_uris: [CALLBACK],
  token_endpoint_auth_method: 'none',
  dpop_bound_access_tokens: true,
};
const config = await client.dynamicClientRegistration(issuer, metadata, client.None(), options);

// Keep the key for as long as the refresh token, and never let it leave this place.
const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));

const pkceCodeVerifier = client.randomPKCECodeVerifier();
const expectedState = client.randomState();
const url = client.buildAuthorizationUrl(config, {
  redirect_uri: CALLBACK,
  scope: 'segments:read',
  code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
  code_challenge_method: 'S256',
  state: expectedState,
  dpop_jkt: await DPoP.calculateThumbprint(),
});
const checks = { pkceCodeVerifier, expectedState };
const back = await visit(url);
const tokens = await client.authorizationCodeGrant(config, back, checks, undefined, { DPoP });
console.log(`The token type is ${tokens.token_type}`);

const account = new URL('/v1/', issuer);
const call = [config, tokens.access_token, account, 'GET', null, undefined];
const proven = await client.fetchProtectedResource(...call, { DPoP });
console.log(`With the key: ${proven.status}`);

// Whoever has only the token:
const headers = { authorization: `Bearer ${tokens.access_token}` };
const stolen = await fetch(account, { headers });
console.log(`Without it: ${stolen.status}`);
