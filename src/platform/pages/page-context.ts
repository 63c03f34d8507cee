import type { Request } from 'express';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Refusal } from './outcome.js';

/** What the interceptor gives a page. */
export interface PageContext extends Pick<Refusal, 'faults' | 'form'> {
  /** The signed-in person. */
  readonly person?: { readonly name: string; readonly email: string } | undefined;
  /** Of the session, for forms; undefined without a session. */
  readonly csrfToken?: string | undefined;
  /** The path of the request: `faults` and `form` apply to the form with that action only. */
  readonly path?: string;
}

const contexts = new WeakMap<Request, PageContext>();

/**
 * Sets the context of every page that this request may be answered with, the error page included. Called once the
 * session is known.
 */
export function presentOn(request: Request, context: PageContext): void {
  contexts.set(request, context);
}

export const contextOn = (request: Request): PageContext => ({
  ...contexts.get(request),
  path: request.path,
});

export const CurrentPage = createContext<PageContext>({});

/** For the components of a page, at any depth. */
export const usePage = (): PageContext => useContext(CurrentPage);
