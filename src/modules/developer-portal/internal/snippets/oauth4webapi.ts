import { NODE_PROMPT, nodeHead, nodeProof } from './node-head.js';
import { isPlainHttp, linesOf, quoted, type SnippetValues } from './snippet-values.js';

/** https://www.npmjs.com/package/oauth4webapi, version 3. */
export const oauth4webapi = (values: SnippetValues): string =>
  linesOf(
    nodeHead(values, 'oauth', 'oauth4webapi'),
    `const options = { algorithm: 'oauth2'${isPlainHttp(values) ? ', [oauth.allowInsecureRequests]: true' : ''} };`,
    'const found = await oauth.discoveryRequest(issuer, options);',
    'const server = await oauth.processDiscoveryResponse(issuer, found);',
    `const client = { client_id: ${quoted(values.clientId)} };`,
    `const proof = ${nodeProof(values, 'oauth')};`,
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
    NODE_PROMPT,
    '',
    '// Checks state and iss, then redeems the code.',
    'const checked = oauth.validateAuthResponse(server, client, back, state);',
    'const answer = await oauth.authorizationCodeGrantRequest(',
    '  server, client, proof, checked, redirectUri, verifier, options,',
    ');',
    'const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer);',
  );
