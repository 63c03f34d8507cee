import { AppError } from '../../../../kernel/errors/app-error.js';
import type { ChoiceFault } from '../../../grants/consent-choice.js';
import type { ConsentView } from './consent-view.js';

/** The form needs another look: the decision is rolled back and the request stays open. */
export class ConsentChoiceError extends AppError {
  readonly status = 400;

  constructor(
    readonly fault: ChoiceFault,
    readonly view: ConsentView,
  ) {
    super(`The choice cannot be taken: ${fault}.`);
  }
}

/** Something restricted was ticked and the password given long ago: it is asked again, and then the page shown. */
export class OldSignInError extends AppError {
  readonly status = 403;

  constructor(readonly firstId: string) {
    super('Sign in again before you allow this.');
  }
}
