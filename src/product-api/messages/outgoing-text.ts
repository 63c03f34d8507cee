import { ProblemError } from '../../kernel/errors/problem-error.js';
import { charactersOutsideGsm, measureSms, type SmsSize } from './sms-text.js';
import { transliterate } from './transliterate.js';

/** The most parts of one message. */
const MAX_PARTS = 10;

/** Characters that a refusal lists. */
const MOST_LISTED = 20;

/** A text as it goes out. */
export interface OutgoingText extends SmsSize {
  readonly text: string;
}

/** Why a text cannot go out. */
export interface TextFault {
  readonly code: 'empty' | 'characters' | 'parts';
  /** Follows the name of a member. */
  readonly message: string;
}

/** The text as it goes out: without `allowUnicode` it is transliterated to GSM-7. */
export function outgoingText(text: string, allowUnicode: boolean): OutgoingText | TextFault {
  const written = allowUnicode ? text : transliterate(text);
  const outside = allowUnicode ? [] : charactersOutsideGsm(written);
  if (outside.length > 0) {
    const listed = outside.slice(0, MOST_LISTED).join(' ');
    return { code: 'characters', message: `holds characters that need allowUnicode: ${listed}` };
  }
  const size = measureSms(written);
  if (written.trim() === '') return { code: 'empty', message: 'must not be empty' };
  if (size.parts > MAX_PARTS) {
    const message = `must not have more than ${MAX_PARTS} parts, and has ${size.parts}`;
    return { code: 'parts', message };
  }
  return { text: written, ...size };
}

export const isTextFault = (text: OutgoingText | TextFault): text is TextFault => 'message' in text;

/** @throws ProblemError 422 for a text that cannot go out; it names the characters in question */
export function requireOutgoingText(
  text: string,
  allowUnicode: boolean,
  pointer = '/text',
): OutgoingText {
  const result = outgoingText(text, allowUnicode);
  if (!isTextFault(result)) return result;
  throw new ProblemError('unprocessable', 'The text cannot be sent like this.', {
    errors: [{ pointer, ...result }],
  });
}
