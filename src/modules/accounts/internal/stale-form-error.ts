import { ProblemError } from '../../../kernel/errors/problem-error.js';
import { texts } from './texts.js';

/** A form whose session is not, or no longer, the browser's. It changes nothing. */
export class StaleFormError extends ProblemError {
  /** @param why the second: a concurrent form of the same session has replaced the session */
  constructor(readonly why: 'csrf token' | 'session ended meanwhile') {
    super('forbidden', texts.staleForm, { reason: why });
  }
}
