import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { normaliseEmail } from '../../../../platform/mail/email-address.js';
import { ANSWER_NAMES, ANSWERS, type Answers } from '../../../reviews/verification-answers.js';
import { verificationTexts as texts } from './verification-texts.js';

/** The answers of a form, and what is wrong with them, by field. Empty ones are left out. */
export function readAnswers(form: StrictForm): {
  readonly answers: Answers;
  readonly faults: Readonly<Record<string, string>>;
} {
  const given = ANSWER_NAMES.map((name) => [name, clean(form.get(name))] as const);
  const faults = given.flatMap(([name, text]) => {
    const fault = faultOf(name, text);
    return fault === null ? [] : [[name, fault] as const];
  });
  return {
    answers: Object.fromEntries(given.filter(([, text]) => text !== '')),
    faults: Object.fromEntries(faults),
  };
}

function faultOf(name: (typeof ANSWER_NAMES)[number], text: string): string | null {
  const { longest } = ANSWERS[name];
  if (text.length > longest) return texts.tooLong(longest);
  const isNoEmail = name === 'contact_email' && text !== '' && normaliseEmail(text) === null;
  return isNoEmail ? texts.noEmail : null;
}

const [SHORTEST, LONGEST] = [20, 4_000];

/** A reason that somebody writes for somebody else to read. */
export function readReason(
  form: StrictForm,
): { readonly reason: string } | { readonly faults: Readonly<Record<string, string>> } {
  const reason = clean(form.get('reason'));
  const isFit = reason.length >= SHORTEST && reason.length <= LONGEST;
  return isFit ? { reason } : { faults: { reason: texts.reasonNeeded } };
}

/** Without control and direction characters, except line breaks. */
const clean = (text = ''): string =>
  text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, (each) => (each === '\n' ? each : ''))
    .trim();
