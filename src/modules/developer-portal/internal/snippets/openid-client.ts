import type { AuthMethod } from '../../../clients/client.js';
import { isPlainHttp, linesOf, quoted, type SnippetValues } from './snippet-values.js';

const PROOFS: Record<AuthMethod, string> = {
  none: 'client.None()',
  client_secret_basic: 'client.ClientSecretBasic(process.env.CLIENT_SECRET)',
  client_secret_post: 'client.ClientSecretPost(process.env.CLIENT_SECRET)',
  private_key_jwt: 'client.PrivateKeyJwt(privateKey)',
};

/** https://www.npmjs.com/package/openid-client, version 6. */
export const openidClient = (values: SnippetValues): string =>
  linesOf(
    "import * as client from 'openid-client';",
    values.redirectUri !== null && "import { createInterface } from 'node:readline/promises';",
    '',
    values.method === 'private_key_jwt' &&
      '// privateKey: a CryptoKey, whose public key is in the key set of the app.',
    `const issuer = new URL(${quoted(values.issuer)});`,
    isPlainHttp(values) && '// Plain http is for a server on this computer only.',
    `const options = { algorithm: 'oauth2'${isPlainHttp(values) ? ', execute: [client.allowInsecureRequests]' : ''} };`,
    `const config = await client.discovery(issuer, ${quoted(values.clientId)}, undefined, ${PROOFS[values.method]}, options);`,
    '',
    values.redirectUri === null ? forService(values) : forPeople(values, values.redirectUri),
    '',
    "const called = await client.fetchProtectedResource(config, tokens.access_token, new URL('/v1/', issuer));",
    'console.log(await called.json());',
  );

const forService = ({ scope }: SnippetValues): string =>
  `const tokens = await client.clientCredentialsGrant(config, { scope: ${quoted(scope)} });`;

const forPeople = ({ scope }: SnippetValues, redirectUri: string): string =>
  linesOf(
    'const pkceCodeVerifier = client.randomPKCECodeVerifier();',
    'const expectedState = client.randomState();',
    'const url = client.buildAuthorizationUrl(config, {',
    `  redirect_uri: ${quoted(redirectUri)},`,
    `  scope: ${quoted(scope)},`,
    '  code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),',
    "  code_challenge_method: 'S256',",
    '  state: expectedState,',
    '});',
    'console.log(`Open this address:\\n${url.href}`);',
    'const terminal = createInterface({ input: process.stdin, output: process.stdout });',
    "const back = new URL(await terminal.question('The address that you came back to: '));",
    'terminal.close();',
    '',
    '// Checks state and iss, then redeems the code.',
    'const checks = { pkceCodeVerifier, expectedState };',
    'const tokens = await client.authorizationCodeGrant(config, back, checks);',
  );
