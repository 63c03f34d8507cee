import type { AuthMethod } from '../../../clients/client.js';
import { isPlainHttp, linesOf, quoted, type SnippetValues } from './snippet-values.js';

const PROOFS: Record<AuthMethod, string> = {
  none: 'oauth.None()',
  client_secret_basic: 'oauth.ClientSecretBasic(process.env.CLIENT_SECRET)',
  client_secret_post: 'oauth.ClientSecretPost(process.env.CLIENT_SECRET)',
  private_key_jwt: 'oauth.PrivateKeyJwt(privateKey)',
};

/** https://www.npmjs.com/package/oauth4webapi, version 3. */
export const oauth4webapi = (values: SnippetValues): string =>
  linesOf(
    "import * as oauth from 'oauth4webapi';",
    values.redirectUri !== null && "import { createInterface } from 'node:readline/promises';",
    '',
    values.method === 'private_key_jwt' &&
      '// privateKey: a CryptoKey, whose public key is in the key set of the app.',
    `const issuer = new URL(${quoted(values.issuer)});`,
    isPlainHttp(values) && '// Plain http is for a server on this computer only.',
    `const options = { algorithm: 'oauth2'${isPlainHttp(values) ? ', [oauth.allowInsecureRequests]: true' : ''} };`,
    'const found = await oauth.discoveryRequest(issuer, options);',
    'const server = await oauth.processDiscoveryResponse(issuer, found);',
    `const client = { client_id: ${quoted(values.clientId)} };`,
    `const proof = ${PROOFS[values.method]};`,
    '',
    values.redirectUri === null ? forService(values) : forPeople(values, values.redirectUri),
    '',
    "const api = new URL('/v1/', issuer);",
    "const called = await oauth.protectedResourceRequest(tokens.access_token, 'GET', api, null, null, options);",
    'console.log(await called.json());',
  );

const forService = ({ scope }: SnippetValues): string =>
  linesOf(
    `const parameters = { scope: ${quoted(scope)} };`,
    'const answer = await oauth.clientCredentialsGrantRequest(server, client, proof, parameters, options);',
    'const tokens = await oauth.processClientCredentialsResponse(server, client, answer);',
  );

const forPeople = ({ scope }: SnippetValues, redirectUri: string): string =>
  linesOf(
    `const redirectUri = ${quoted(redirectUri)};`,
    'const verifier = oauth.generateRandomCodeVerifier();',
    'const state = oauth.generateRandomState();',
    'const url = new URL(server.authorization_endpoint);',
    'url.search = new URLSearchParams({',
    "  response_type: 'code',",
    '  client_id: client.client_id,',
    '  redirect_uri: redirectUri,',
    `  scope: ${quoted(scope)},`,
    '  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),',
    "  code_challenge_method: 'S256',",
    '  state,',
    '});',
    'console.log(`Open this address:\\n${url.href}`);',
    'const terminal = createInterface({ input: process.stdin, output: process.stdout });',
    "const back = new URL(await terminal.question('The address that you came back to: '));",
    'terminal.close();',
    '',
    '// Checks state and iss, then redeems the code.',
    'const checked = oauth.validateAuthResponse(server, client, back, state);',
    'const answer = await oauth.authorizationCodeGrantRequest(',
    '  server, client, proof, checked, redirectUri, verifier, options,',
    ');',
    'const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer);',
  );
