import type { VNode } from 'preact';
import type { StrictForm } from '../http/strict-form.js';
import type { Phrase } from './names.js';

/** `narrow` for one small form, `wide` for tables; otherwise `medium`. */
export type PageWidth = 'narrow' | 'medium' | 'wide';

/** Complete `Set-Cookie` values, as `SecretCookies` makes them. */
interface WithCookies {
  readonly cookies?: readonly string[];
}

/** What a refused form adds to its page, which is shown again. */
export interface Refusal {
  /** The message for each field, by name. */
  readonly faults?: Readonly<Record<string, string>>;
  /** The submitted form: its fields are filled with it, passwords excepted. */
  readonly form?: StrictForm;
  /** Default: 400 with `faults` or `form`, else 200. */
  readonly status?: number;
  /** Seconds, for `Retry-After`. */
  readonly retryAfter?: number;
}

/** What search engines and other sites read of a page that they may list. */
export interface IndexedPage {
  /** The address of the page, whatever address it was opened at. */
  readonly canonical: string;
  readonly description: string;
  /** BCP 47. */
  readonly language: string;
  /** The same page in other languages: tag and address. */
  readonly alternates: readonly (readonly [tag: string, address: string])[];
  /** Structured data (schema.org), as JSON-LD. */
  readonly data: object;
}

export interface PageContent extends Refusal, WithCookies {
  readonly title: string | Phrase;
  readonly body: VNode;
  readonly width?: PageWidth;
  /** Search engines may list the page. Without it they may not. */
  readonly index?: IndexedPage;
  /**
   * For pages whose POST may redirect to an app: browsers apply `form-action` to every redirect that follows, so that
   * `'self'` would block the way back to the app (CONS-08).
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

/** A file of text, which browsers save and never show. */
export class DownloadOutcome {
  constructor(
    readonly name: string,
    readonly text: string,
  ) {}
}

/** What every handler of a page returns. Failures without a page of their own are thrown. */
export type Outcome = PageOutcome | RedirectOutcome | ReauthenticateOutcome | DownloadOutcome;

/** Shows a page. The interceptor adds the signed-in person, the CSRF tokens and the headers. */
export const page = (content: PageContent): PageOutcome => new PageOutcome(content);

/** Redirects by GET (303). */
export const redirect = (location: string, { cookies = [] }: WithCookies = {}): RedirectOutcome =>
  new RedirectOutcome(location, cookies);

/** Asks a signed-in person for their password again, and then redirects to `path` of this server. */
export const reauthenticate = (path: string): ReauthenticateOutcome =>
  new ReauthenticateOutcome(path);

/** Lets the browser save a CSV file (RFC 4180). `name`: plain ASCII, made by this server. */
export const download = (name: string, text: string): DownloadOutcome =>
  new DownloadOutcome(name, text);
