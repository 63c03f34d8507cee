import { AppError } from '../../../../kernel/errors/app-error.js';
import type { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import type { ReturnAddress } from './return-address.js';

/** A fault of the request that the app may learn of: by redirect, or through a link the person follows. */
export class AuthorizationFault extends AppError {
  readonly status = 400;

  constructor(
    readonly error: OAuthError,
    readonly address: ReturnAddress,
    readonly appName: string,
    /** False for apps nobody has vouched for: a link in a mail must not bounce off us to anywhere (A5). */
    readonly mayRedirect: boolean,
  ) {
    super(error.message, { cause: error });
  }
}
