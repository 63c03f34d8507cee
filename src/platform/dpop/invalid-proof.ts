import { OAuthError } from '../../kernel/errors/oauth-error.js';

/** The developer must mend it, so the description says what is wrong; it never repeats the proof. */
export const invalidProof = (description: string): OAuthError =>
  new OAuthError('invalid_dpop_proof', description);
