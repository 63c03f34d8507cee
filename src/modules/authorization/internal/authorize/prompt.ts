import { invalidRequest } from '../../../../kernel/errors/oauth-error.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';

const VALUES = ['none', 'login', 'consent', 'select_account'] as const;

export type Prompt = (typeof VALUES)[number];

const isPrompt = (value: string): value is Prompt => VALUES.some((known) => known === value);

/**
 * What the app wants the person to be asked (OpenID Connect Core §3.1.2.1).
 * @throws OAuthError `invalid_request` for a value we do not know, and for `none` beside another
 */
export function readPrompt(form: StrictForm): ReadonlySet<Prompt> {
  const values = new Set(form.get('prompt')?.split(' ') ?? []);
  const prompt = new Set([...values].filter(isPrompt));
  if (prompt.size < values.size) {
    throw invalidRequest(`The parameter prompt may hold: ${VALUES.join(', ')}.`);
  }
  if (prompt.has('none') && prompt.size > 1) {
    throw invalidRequest('The prompt none excludes every other one.');
  }
  return prompt;
}

/** Seconds, or null. @throws OAuthError `invalid_request` */
export function readMaxAge(form: StrictForm): number | null {
  const text = form.get('max_age');
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text)) throw invalidRequest('The max_age is a whole number of seconds.');
  return Number(text);
}

/**
 * How old the sign-in may be, in seconds; null for any age. `login` is a `max_age` of 0 (OpenID Connect Core §3.1.2.1).
 */
export const signInAge = (prompt: ReadonlySet<Prompt>, maxAge: number | null): number | null =>
  prompt.has('login') ? 0 : maxAge;
