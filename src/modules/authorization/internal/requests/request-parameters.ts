import { invalidRequest } from '../../../../kernel/errors/oauth-error.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';

/** Every parameter that the authorization endpoint reads, or refuses by name. */
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

/** Allows a request line of 8,000 octets, the minimum that servers should support (RFC 9110 §4.1). */
const MOST_CHARACTERS = 8_000;

/**
 * The parameters that are stored. Anybody can have a request stored, so unknown parameters are dropped (RFC 6749 §3.1),
 * except repeated ones, which are refused later, and the length is limited. Encoded as received, since re-encoding
 * could lengthen it.
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

/** `prompt` (OpenID Connect Core §3.1.2.1). */
export const readPrompt = (form: StrictForm): ReadonlySet<Prompt> =>
  new Set((form.get('prompt')?.split(' ') ?? []).filter(isPrompt));

/** The values read from the parameters as sent, after the checks. */
export interface RequestParameters {
  readonly state: string | null;
  readonly codeChallenge: string;
  readonly nonce: string | null;
  /** Thumbprint of the key to which the code will be bound (RFC 9449 §10). */
  readonly dpopJkt: string | null;
  readonly prompt: ReadonlySet<Prompt>;
  /** Maximum age of the sign-in in seconds; null for any. */
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
