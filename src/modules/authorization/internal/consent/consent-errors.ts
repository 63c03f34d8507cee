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

  constructor(readonly arrivalId: string) {
    super('Sign in again before you allow this.');
  }
}

/** Unknown, somebody else's, decided or run out: there is nothing left to decide (D15). */
export class RequestGoneError extends AppError {
  readonly status = 409;

  constructor() {
    super(
      'This request was already answered or has run out. If the app does not show the connection, start again from the app.',
    );
  }
}
