import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from 'jose';
import type { Test } from 'supertest';
import type { TestApp } from './test-app.js';

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The key pair of an app: it publishes the public key and signs with the private one. */
export interface AppKey {
  readonly algorithm: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

export async function makeKey(algorithm = 'ES256', kid = 'key-1'): Promise<AppKey> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  return {
    algorithm,
    privateKey,
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg: algorithm },
  };
}

/** Claims as RFC 7523 and RFC 10070 require; `changes` overrides them, undefined removes one. */
export const claimsFor = (
  clientId: string,
  issuer: string,
  changes: Record<string, unknown> = {},
): JWTPayload => {
  const now = Math.floor(Date.now() / 1_000);
  const jti = randomUUID();
  return { iss: clientId, sub: clientId, aud: issuer, jti, iat: now, exp: now + 60, ...changes };
};

export const sign = (
  key: AppKey,
  claims: JWTPayload,
  header: Record<string, unknown> = {},
): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({
      alg: key.algorithm,
      kid: key.publicJwk.kid ?? '',
      typ: 'client-authentication+jwt',
      ...header,
    })
    .sign(key.privateKey);

/** Registers an app with `private_key_jwt`; `metadata` has its keys. */
export async function registerKeyedApp(
  server: TestApp,
  metadata: Record<string, unknown>,
): Promise<{ clientId: string; redirectUri: string }> {
  const { body } = await server.http
    .post('/oauth/register')
    .send({
      client_name: 'Keyed',
      redirect_uris: ['https://app.example/callback'],
      token_endpoint_auth_method: 'private_key_jwt',
      ...metadata,
    })
    .expect(201);
  const { client_id, redirect_uris } = body as { client_id: string; redirect_uris: string[] };
  return { clientId: client_id, redirectUri: redirect_uris[0] ?? '' };
}

/** Revokes nothing: 200 means that the client was authenticated, 401 that it was not. */
export const prove = (
  server: TestApp,
  assertion: string,
  form: Record<string, string> = {},
): Test =>
  server.http
    .post('/oauth/revoke')
    .type('form')
    .send({
      token: 'nothing',
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: assertion,
      ...form,
    });
