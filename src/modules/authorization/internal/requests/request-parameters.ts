import { invalidRequest } from '../../../../kernel/errors/oauth-error.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';

/** Every parameter that the authorization endpoint reads, or refuses by its name. */
const KNOWN: ReadonlySet<string> = new Set([
  'client_id',
  'redirect_uri',
  'response_type',
  'response_mode',
  'state',
  'scope',
  'resource',
  'code_challenge',
  'code_challenge_method',
  'nonce',
  'dpop_jkt',
  'prompt',
  'max_age',
  'login_hint',
  'request',
  'request_uri',
]);

/** A request line of 8,000 octets fits in, which is the most that servers have to take (RFC 9110 §4.1). */
const MOST_CHARACTERS = 8_000;

/**
 * What is read of a request, and stored: anybody can have it stored, so what has no meaning is left out (RFC 6749
 * §3.1), unless it comes twice, which is refused later; and the rest has a limit. As it was written, so that it never gets longer by being written anew.
 * @throws OAuthError `invalid_request` if it is too long
 */
export function knownParameters(form: StrictForm): StrictForm {
  const known = form.onlyKnown(KNOWN);
  if (known.toString().length <= MOST_CHARACTERS) return known;
  throw invalidRequest('The parameters of the request are longer than 8000 characters together.');
}

const PROMPTS = ['none', 'login', 'consent', 'select_account'] as const;

export type Prompt = (typeof PROMPTS)[number];

export const isPrompt = (value: string): value is Prompt =>
  PROMPTS.some((known) => known === value);

/** What the app wants the person to be asked (OpenID Connect Core §3.1.2.1). */
export const readPrompt = (form: StrictForm): ReadonlySet<Prompt> =>
  new Set((form.get('prompt')?.split(' ') ?? []).filter(isPrompt));

/** What is taken from the parameters as the app wrote them, once they are checked. */
export interface RequestParameters {
  readonly state: string | null;
  readonly codeChallenge: string;
  readonly nonce: string | null;
  /** Thumbprint of the key the code will be bound to (RFC 9449 §10). */
  readonly dpopJkt: string | null;
  readonly prompt: ReadonlySet<Prompt>;
  /** How old the sign-in may be that the app asks for, in seconds; null for any age. */
  readonly signInSeconds: number | null;
}

export const readParameters = (form: StrictForm): RequestParameters => ({
  state: form.get('state') ?? null,
  codeChallenge: form.require('code_challenge'),
  nonce: form.get('nonce') ?? null,
  dpopJkt: form.get('dpop_jkt') ?? null,
  prompt: readPrompt(form),
  signInSeconds: readSignInSeconds(form),
});

/** `login` is a `max_age` of 0 (OpenID Connect Core §3.1.2.1). */
function readSignInSeconds(form: StrictForm): number | null {
  if (readPrompt(form).has('login')) return 0;
  const maxAge = form.get('max_age');
  return maxAge === undefined ? null : Number(maxAge);
}
