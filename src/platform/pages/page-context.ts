import type { Request } from 'express';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Refusal } from './outcome.js';

/** What a page knows without being told by its handler. */
export interface PageContext extends Pick<Refusal, 'faults' | 'form'> {
  /** Whoever is signed in. */
  readonly person?: { readonly name: string; readonly email: string } | undefined;
  /** Of the browser's session, for its forms; undefined while there is none. */
  readonly csrfToken?: string | undefined;
  /** The path that was asked for: `faults` and `form` are about the form that was sent there, and no other. */
  readonly path?: string;
}

const contexts = new WeakMap<Request, PageContext>();

/** For every page that answers this request, the error page too. Called when its session becomes known. */
export function presentOn(request: Request, context: PageContext): void {
  contexts.set(request, context);
}

export const contextOn = (request: Request): PageContext => ({
  ...contexts.get(request),
  path: request.path,
});

export const CurrentPage = createContext<PageContext>({});

/** For the components of a page, wherever they stand in it. */
export const usePage = (): PageContext => useContext(CurrentPage);
