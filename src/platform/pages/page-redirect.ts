import { AppError } from '../../kernel/errors/app-error.js';

/** Thrown where a page cannot be shown before the person has been somewhere else: to sign in, for example. */
export class PageRedirect extends AppError {
  /** Always 303: another status would have the browser post the form again, password and all (attack A18). */
  readonly status = 303;

  constructor(readonly location: string) {
    super('Go on elsewhere.');
  }
}
