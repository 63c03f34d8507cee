import { ProblemError } from '../../../kernel/errors/problem-error.js';
import { texts } from './texts.js';

/** A form that was made for a session which is not, or no longer, the browser's. Nothing of it is done. */
export class StaleFormError extends ProblemError {
  /** @param why the second: another form of the same session was faster, and has begun a new one */
  constructor(readonly why: 'csrf token' | 'session ended meanwhile') {
    super('forbidden', texts.staleForm, { reason: why });
  }
}
