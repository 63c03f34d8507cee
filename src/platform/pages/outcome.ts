import type { VNode } from 'preact';
import type { StrictForm } from '../http/strict-form.js';
import type { Phrase } from './names.js';

/** `narrow` for one small form, `wide` for tables; `medium` reads best. */
export type PageWidth = 'narrow' | 'medium' | 'wide';

/** Whole `Set-Cookie` values, as `SecretCookies` makes them. */
interface WithCookies {
  readonly cookies?: readonly string[];
}

/** What a form that was not accepted adds to its page, which is shown again. */
export interface Refusal {
  /** By the name of a field: the words beside it. */
  readonly faults?: Readonly<Record<string, string>>;
  /** What was sent: its fields show it again, passwords excepted. */
  readonly form?: StrictForm;
  /** 400 with `faults` or `form`, or else 200, unless it is said. */
  readonly status?: number;
  /** Seconds, for `Retry-After`. */
  readonly retryAfter?: number;
}

export interface PageContent extends Refusal, WithCookies {
  readonly title: string | Phrase;
  readonly body: VNode;
  readonly width?: PageWidth;
  /**
   * For pages whose POST may end at an app: browsers check `form-action` at every hop of the redirects that
   * follow, so that `'self'` would stop the person on the way back (CONS-08).
   */
  readonly mayLeave?: boolean;
}

export class PageOutcome {
  constructor(readonly content: PageContent) {}
}

export class RedirectOutcome {
  constructor(
    readonly location: string,
    readonly cookies: readonly string[],
  ) {}
}

export class ReauthenticateOutcome {
  constructor(readonly path: string) {}
}

/** What every handler of a page returns; the interceptor of pages takes nothing else. Faults without a page of their own are thrown. */
export type Outcome = PageOutcome | RedirectOutcome | ReauthenticateOutcome;

/** Shows a page. Who is signed in, the tokens of its forms and the headers are added to it. */
export const page = (content: PageContent): PageOutcome => new PageOutcome(content);

/** Sends the browser on, by GET (303). */
export const redirect = (location: string, { cookies = [] }: WithCookies = {}): RedirectOutcome =>
  new RedirectOutcome(location, cookies);

/** Asks a signed-in person for their password once more, and then goes on to `path` of this server. */
export const reauthenticate = (path: string): ReauthenticateOutcome =>
  new ReauthenticateOutcome(path);
