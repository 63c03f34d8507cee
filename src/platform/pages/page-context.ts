import type { Request } from 'express';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** What a page knows without being told by its handler. */
export interface PageContext {
  /** Whoever is signed in. */
  readonly person?: { readonly name: string; readonly email: string } | undefined;
  /** Of the browser's session, for its forms; undefined while there is none. */
  readonly csrfToken?: string | undefined;
  /** By the name of a field: what was wrong with it. */
  readonly faults?: Readonly<Record<string, string>> | undefined;
}

const contexts = new WeakMap<Request, PageContext>();

/** For every page that answers this request, the error page too. Called when its session becomes known. */
export function presentOn(request: Request, context: PageContext): void {
  contexts.set(request, context);
}

export const contextOn = (request: Request): PageContext => contexts.get(request) ?? {};

export const CurrentPage = createContext<PageContext>({});

/** For the components of a page, wherever they stand in it. */
export const usePage = (): PageContext => useContext(CurrentPage);
