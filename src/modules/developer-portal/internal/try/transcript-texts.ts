import type { AuthMethod } from '../../../clients/client.js';
import type { WithheldReason } from '../../../scopes-and-roles/effective-scopes.js';
import type { FlowStep } from './run-flow.js';

/** Texts of the page with what happened. */
export const transcriptTexts = {
  title: 'What happened',
  lead: 'Every request of the flow after the browser came back, with the answer of this server.',
  deniedLead: 'The answer is an error. Your app must expect one.',
  denied: 'The authorization was not granted',
  error: 'error',
  description: 'error_description',
  deniedByPerson:
    'You pressed Cancel. The app gets no code. It should say that nothing was connected, and offer to try again.',
  deniedOtherwise:
    'The server refused the request. The app gets no code. It should show a message of its own and log error and error_description.',
  status: (status: number) => `Status ${String(status)}`,
  request: 'Request',
  answer: 'Answer',
  noBody: 'without a body',
  cut: 'Of each token, the prefix and the last four characters are shown. The portal neither stores nor logs tokens.',
  again: 'Begin another trial',
  toSnippets: 'First requests in several languages',
  connections: 'Your connected apps',
  remains:
    'All tokens of this trial were revoked. The connection that you allowed remains until you end it:',
  stoodIn:
    'The portal does not have the secret or key of this app. It is signed in as you and stands in for the client authentication, in this one place; all other checks are those of the endpoint. Your app sends what is shown.',
  refused: 'The code was not redeemed, so the flow stopped here. Begin another trial.',
} as const;

/** How the app proves who it is, with each request to the token and revocation endpoints. */
export const METHOD_TEXTS: Record<AuthMethod, string> = {
  none: 'The app has no secret. It sends its client_id, and the code verifier proves that it asked.',
  client_secret_basic: 'The app sends its secret in the Authorization header.',
  client_secret_post: 'The app sends its secret in the body.',
  private_key_jwt:
    'The app sends an assertion that it has signed with its key. It makes a new one for each request.',
};

export const STEP_TEXTS: Record<FlowStep, readonly [title: string, text: string]> = {
  token: ['Token request', 'The app redeems the code, with the code verifier.'],
  call: ['A call with the access token', 'The app sends the access token with each call.'],
  refresh: [
    'Refresh',
    'Before the access token expires, the app exchanges the refresh token for new tokens.',
  ],
  revoke: [
    'Revocation',
    'When the app no longer needs the access, it revokes it (RFC 7009). That ends all tokens that came from this code.',
  ],
  call_after: ['The same call again', 'The tokens were revoked, so this call must be refused.'],
};

/** What the members of a token response mean. */
export const MEMBER_TEXTS = {
  expires_in: (seconds: number) =>
    `expires_in: the access token is valid for ${String(seconds)} seconds. Refresh before that.`,
  scope:
    'scope: what works at this moment in at least one project. The server works it out again at every call.',
  projects:
    'projects: the projects that you connected, each with what works there and what is withheld.',
  id_token:
    'id_token: says who you are, signed by this server. The app verifies signature, iss, aud and exp.',
  all: 'Everything that was asked for was granted.',
  noRefresh: 'There is no refresh token, since the app has not registered for them.',
} as const;

export const STEP_NOTES: Partial<Record<FlowStep, string>> = {
  refresh:
    'The old refresh token is used now. The portal does not send it again: that would end the whole connection. The fault lab simulates it.',
  revoke: 'The answer is the same for every token, known or not.',
};

/** The call after the revocation must be refused. */
export const CALL_AFTER_NOTES = {
  refused: '401 is right: none of the tokens of this trial works any more.',
  other:
    'Another answer than 401 came back, since a request above was refused. The portal revoked the tokens after this.',
} as const;

/** `scope` was asked for and does not work. */
export const lackText = (scope: string, reasons: readonly WithheldReason[]): string =>
  `${scope} was asked for and does not work: ${reasons.length === 0 ? REASONS.person : reasons.map((each) => REASONS[each]).join('; ')}.`;

const REASONS: Record<WithheldReason, string> = {
  person: 'you did not grant it on the consent page',
  role: 'your role in the project does not allow it',
  plan: 'the project is on the free plan',
  policy: 'the project does not let the app in',
  tier: 'the tier of the app does not allow it, so it needs a review first',
};
