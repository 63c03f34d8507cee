import { NODE_PROMPT, nodeHead, nodeProof } from './node-head.js';
import { isPlainHttp, linesOf, quoted, type SnippetValues } from './snippet-values.js';

/** https://www.npmjs.com/package/openid-client, version 6. */
export const openidClient = (values: SnippetValues): string =>
  linesOf(
    nodeHead(values, 'client', 'openid-client'),
    `const options = { algorithm: 'oauth2'${isPlainHttp(values) ? ', execute: [client.allowInsecureRequests]' : ''} };`,
    `const config = await client.discovery(issuer, ${quoted(values.clientId)}, undefined, ${nodeProof(values, 'client')}, options);`,
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
    NODE_PROMPT,
    '',
    '// Checks state and iss, then redeems the code.',
    'const checks = { pkceCodeVerifier, expectedState };',
    'const tokens = await client.authorizationCodeGrant(config, back, checks);',
  );
