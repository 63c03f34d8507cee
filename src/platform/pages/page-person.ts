import type { Response } from 'express';

/** The signed-in person as the masthead names them, with what its sign-out button needs. */
export interface PagePerson {
  readonly name: string;
  readonly email: string;
  readonly csrfToken: string;
}

const people = new WeakMap<Response, PagePerson>();

/** Lets every page of this answer, the error page too, say who is signed in. Called by the session's guard. */
export function presentPerson(response: Response, person: PagePerson): void {
  people.set(response, person);
}

export const personOn = (response: Response): PagePerson | undefined => people.get(response);
