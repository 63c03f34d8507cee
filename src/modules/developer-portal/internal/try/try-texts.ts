import type { AnswerFault } from './pasted-answer.js';
import type { CodeFault } from '../../../tokens/trial-tokens.service.js';
import type { ResourceKind } from '../../../scopes-and-roles/protected-resource.js';
import type { RequestParameter } from './authorization-request.js';
import { LONGEST_ADDRESS } from './pasted-answer.js';
import type { AnswerCheck } from './pasted-answer.js';
import type { Obstacle } from './obstacle.js';

const AGAIN = 'Open the authorization page again, allow, and paste the new address.';

/** Texts of the pages that begin a trial of the flow and take its answer. */
export const tryTexts = {
  title: 'Try the flow',
  lead: 'Go through the authorization flow with this app in your own browser, and see every request and every answer.',
  steps: [
    'Choose what the app asks for. This server makes state and a code verifier, and shows the authorization request.',
    'Open the authorization page and decide, as a person who uses the app does.',
    'Paste the address that the browser ended at. This server checks it and redeems the code.',
    'See the token request, a call of the API, a refresh and the revocation. After that, none of the tokens works.',
  ],
  real: 'The consent is a real one: you get the usual mail, and if you have connected the app from this redirect URI before, your new choice replaces the one before.',
  choose: 'The request',
  redirectUri: 'Redirect URI',
  redirectUriHint: 'Where the browser ends. Nothing has to listen there yet.',
  resource: 'Resource',
  resourceHint: 'A token is for one resource. Scopes of the other one are left out.',
  resources: { api: 'Product API', mcp: 'MCP' } satisfies Record<ResourceKind, string>,
  scopes: 'Scopes',
  begin: 'Begin',
  faults: {
    redirectUri: 'Choose a redirect URI that the app has registered.',
    scope: 'Tick at least one scope of this resource.',
  },
  toSnippets: 'First requests in several languages',
  obstacles: {
    service:
      'This app is a service: it acts in its own name, with nobody in a browser, so this flow is not for it. It requests tokens with client_credentials.',
    suspended: 'The flow can be tried once the app is restored.',
    dpop: 'The tokens of this app are bound to a key that only the app has (DPoP), and each of its requests needs a proof of that key. The portal does not have the key, so the flow cannot be tried here.',
    pushed:
      'This app must push its requests (RFC 9126) with its own secret or key. The portal has neither, so the flow cannot be tried here.',
  } satisfies Record<Obstacle, string>,
  unanswered:
    'This server did not answer a request of the trial in time. The tokens of the trial are revoked. Begin again.',
  ended:
    'There is no open trial: it has ended, is older than 15 minutes, or was replaced by another one. Begin again.',
  tooMany: 'Too many trials. Wait a quarter of an hour.',
} as const;

/** Texts of the page with the authorization request and the field for its answer. */
export const requestTexts = {
  title: 'Authorization request',
  lead: 'The app sends the browser of the person to this address (OAuth 2.1, section 4.1.1).',
  parameters: 'Parameters',
  address: 'The whole address',
  open: 'Open the authorization page',
  newTab: '(in a new tab)',
  where:
    'After you have decided, the browser goes to the redirect URI. If nothing listens there, it shows an error. That is all right: the answer is in the address bar.',
  scheme:
    'Browsers may not show an address with a scheme of your own. Choose a redirect URI with http or https if the app has one.',
  listening:
    'If your app listens there, it did not ask for this answer, and it must refuse the state. If it redeems the code in spite of that, the code is used when you paste it.',
  answer: 'The answer',
  field: 'Paste the address that the browser ended at',
  fieldHint:
    'The whole address, with everything after the question mark. A code is valid for 60 seconds.',
  send: 'Check the address and go on',
  other: 'Begin another trial',
  checks: 'Checks of the address',
} as const;

export const PARAMETER_TEXTS: Record<RequestParameter, string> = {
  response_type: 'Asks for a code, which the app redeems for tokens. It is the only type here.',
  client_id: 'Says which app asks.',
  redirect_uri: 'Says where the answer goes. It must be one that the app has registered.',
  scope: 'Says what the app asks for. The person may grant less.',
  resource: 'Says for which resource the tokens are (RFC 8707).',
  state:
    'A random value that comes back. The app compares it, so that it accepts only the answer to its own request.',
  code_challenge:
    'The hash of a random code verifier, which only the app knows (PKCE). Who has the code alone cannot redeem it.',
  code_challenge_method: 'Says how the hash was made. It must be S256.',
};

export const CHECK_TEXTS: Record<AnswerCheck, string> = {
  redirect_uri: 'It begins with the redirect URI of the request.',
  state: 'state is that of the request.',
  iss: 'iss is this server (RFC 9207).',
  answer: 'It has a code or an error.',
  code: 'The code is yours, for this request, and not used.',
};

/** What is wrong, and what to do. */
export const FAULT_TEXTS: Record<AnswerFault | CodeFault, string> = {
  missing: 'Paste the address from the address bar.',
  long: `This is longer than ${String(LONGEST_ADDRESS)} characters. Paste the address alone.`,
  no_address: 'This is not an address. Paste all of it, from http or the scheme on.',
  own_page:
    'This is a page of this server: the flow is not at its end. Sign in and decide there, then paste the address that the browser ends at.',
  other_of_app:
    'This is another redirect URI of the app. Paste the answer to this request, or begin another trial.',
  other_address:
    'This is not the redirect URI of the request. Paste the address that the browser ended at after you decided.',
  repeated: 'A parameter is in it more than once. Your app must refuse such an answer.',
  state: `The state is missing, or is that of another request, perhaps of an earlier trial. Your app must refuse such an answer. ${AGAIN}`,
  iss: `iss is missing, or is not this server. Your app must refuse such an answer. ${AGAIN}`,
  no_answer:
    'It has neither a code nor an error, or both. Paste the whole address, with everything after the question mark.',
  code_shape: 'The code is not complete. Paste the whole address.',
  unknown: `This code is unknown, or its connection has ended. ${AGAIN}`,
  other_app: `This code was issued to another app. ${AGAIN}`,
  other_person:
    'This code was issued for another person. Decide on the authorization page as the person who is signed in here.',
  other_request: `This code was issued for a request with another code_challenge. ${AGAIN}`,
  used: `This code was redeemed already. If your app listens at the redirect URI, it may have done so. ${AGAIN}`,
  ended: `This code is older than 60 seconds, or its connection has ended. ${AGAIN}`,
};
