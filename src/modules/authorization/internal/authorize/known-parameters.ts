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
 * What is read of a request, and waits here: anybody can have it kept, so what has no meaning is left out (RFC 6749
 * §3.1), unless it stands there twice, which is refused later; and the rest has an end. As it was written, so that it never gets longer by being written anew.
 * @throws OAuthError `invalid_request` if it is too long
 */
export function knownParameters(form: StrictForm): StrictForm {
  const kept = form.onlyKnown(KNOWN);
  if (kept.toString().length <= MOST_CHARACTERS) return kept;
  throw invalidRequest('The parameters of the request are longer than 8000 characters together.');
}
