// An app that proves itself with a key (private_key_jwt) and pushes its request (PAR), with openid-client.
import { env } from 'node:process';
import * as client from 'openid-client';
import { CALLBACK, visit } from './callback.mjs';

const issuer = new URL(env.ISSUER ?? 'http://localhost:3000');
const options = { algorithm: 'oauth2', execute: [client.allowInsecureRequests] };

// Made once, and kept where your other secrets are; the server only gets the public half.
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, true, ['sign']);
const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
const key = { key: privateKey, kid: 'first' };

const metadata = {
  client_name: 'App with a key',
  redirect_uris: [CALLBACK],
  token_endpoint_auth_method: 'private_key_jwt',
  jwks: { keys: [{ kty, crv, x, y, kid: 'first', alg: 'ES256', use: 'sig' }] },
};
const proof = client.PrivateKeyJwt(key);
const config = await client.dynamicClientRegistration(issuer, metadata, proof, options);

const pkceCodeVerifier = client.randomPKCECodeVerifier();
const expectedState = client.randomState();
const url = await client.buildAuthorizationUrlWithPAR(config, {
  redirect_uri: CALLBACK,
  scope: 'segments:read',
  code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
  code_challenge_method: 'S256',
  state: expectedState,
});
console.log(`The browser carries ${[...url.searchParams.keys()].sort().join(' and ')}`);

const checks = { pkceCodeVerifier, expectedState };
const tokens = await client.authorizationCodeGrant(config, await visit(url), checks);
const { active, scope, projects } = await client.tokenIntrospection(config, tokens.access_token);
console.log(`Active: ${active}, ${scope}, in ${projects.length} project`);
