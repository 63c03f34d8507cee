import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { normaliseEmail } from '../../../../platform/mail/email-address.js';
import { ANSWER_NAMES, ANSWERS, type Answers } from '../../../reviews/verification-answers.js';
import { isReason, REASON_NEEDED } from '../../../reviews/written-reason.js';
import { typed, withoutHidden } from '../plain-text.js';
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

/** A reason that somebody writes for somebody else to read. */
export function readReason(
  form: StrictForm,
): { readonly reason: string } | { readonly faults: Readonly<Record<string, string>> } {
  const reason = clean(form.get('reason'));
  return isReason(reason) ? { reason } : { faults: { reason: REASON_NEEDED } };
}

const clean = (text: string | undefined): string => withoutHidden(typed(text)).trim();
