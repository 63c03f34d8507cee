import { OAuthError } from '../../../../kernel/errors/oauth-error.js';

/** Whoever signed is the client, and must mend the assertion: so the description says what is wrong with it. */
export const refusedAssertion = (description: string): OAuthError =>
  new OAuthError('invalid_client', description);
