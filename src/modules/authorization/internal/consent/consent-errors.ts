import { AppError } from '../../../../kernel/errors/app-error.js';
import type { ChoiceFault } from '../../../grants/consent-choice.js';
import type { ConsentView } from './consent-view.js';

/** `unconfirmed`: the host of the redirect target is not typed. */
export type ConsentFault = ChoiceFault | 'unconfirmed';

/** The form must be corrected: the decision is rolled back and the request stays pending. */
export class ConsentChoiceError extends AppError {
  readonly status = 400;

  constructor(
    readonly fault: ConsentFault,
    readonly view: ConsentView,
  ) {
    super(`The choice cannot be taken: ${fault}.`);
  }
}

/** A restricted scope was ticked and the last sign-in is too old: sign-in first, then the page again. */
export class OldSignInError extends AppError {
  readonly status = 403;

  constructor(readonly firstId: string) {
    super('Sign in again before you allow this.');
  }
}
