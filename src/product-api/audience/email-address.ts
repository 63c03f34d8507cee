import { invalid } from '../access/request.pipe.js';

/** RFC 5321 §4.5.3.1. */
const MAX_LENGTH = 254;

/**
 * How an address may be stored: with its domain in lower case, and all in lower case. Null for what is no address.
 */
export function spellingsOf(text: string): readonly string[] | null {
  const at = text.lastIndexOf('@');
  if (text.length > MAX_LENGTH || at < 1 || at === text.length - 1) return null;
  const lower = text.toLowerCase();
  return [...new Set([text.slice(0, at) + lower.slice(at), lower])];
}

/** @throws ProblemError 400 if it is no address */
export function requireEmail(text: string): readonly string[] {
  const spellings = spellingsOf(text);
  if (spellings) return spellings;
  throw invalid([{ pointer: '/email', code: 'email', message: 'is not an email address' }]);
}
