import { AppError } from '../../kernel/errors/app-error.js';

/** Thrown to redirect to another page first: sign-in, for example. */
export class PageRedirect extends AppError {
  /** Always 303: after 307 or 308 the browser would post the form again, with the password (attack A18). */
  readonly status = 303;

  constructor(readonly location: string) {
    super('Go on elsewhere.');
  }
}
