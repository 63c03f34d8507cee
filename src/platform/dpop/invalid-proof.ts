import { OAuthError } from '../../kernel/errors/oauth-error.js';

/** The description says what is wrong, for the developer; it never repeats the proof. */
export const invalidProof = (description: string): OAuthError =>
  new OAuthError('invalid_dpop_proof', description);
