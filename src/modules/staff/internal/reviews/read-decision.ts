import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { CONTENT_FIELDS } from '../../../reviews/reviewed-fields.js';
import type { Decision } from '../../../reviews/reviews.service.js';
import { isReason, REASON_NEEDED } from '../../../reviews/written-reason.js';
import { staffReviewTexts as texts } from './staff-review-texts.js';

/** Of one field, in characters. */
export const LONGEST_COMMENT = 1_000;

type Faults = Readonly<Record<string, string>>;

/** The decision of a form, or what is wrong with it, by field. */
export function readDecision(form: StrictForm): Decision | { readonly faults: Faults } {
  const reason = (form.get('reason') ?? '').trim();
  const comments = commentsOf(form);
  const faults = faultsOf(form.get('action'), reason, comments);
  if (Object.keys(faults).length > 0) return { faults };
  const action = form.get('action');
  if (action === 'approve') return { action, reason, scopes: form.all('scope') };
  return action === 'reject' ? { action, reason } : { action: 'request_changes', reason, comments };
}

/** Which submission the page showed; 0 for none. */
export const readRound = (form: StrictForm): number => {
  const text = form.get('round') ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
};

/** By the name of the field. */
const commentsOf = (form: StrictForm): Record<string, string> =>
  Object.fromEntries(
    CONTENT_FIELDS.map(
      ({ name }) => [name, (form.get(`comment_${name}`) ?? '').trim()] as const,
    ).filter(([, text]) => text !== ''),
  );

function faultsOf(
  action: string | undefined,
  reason: string,
  comments: Readonly<Record<string, string>>,
): Faults {
  const isKnown = action !== undefined && Object.hasOwn(texts.actions, action);
  const tooLong = Object.entries(comments).filter(([, text]) => text.length > LONGEST_COMMENT);
  return {
    ...(!isKnown && { action: texts.actionNeeded }),
    ...(!isReason(reason) && { reason: REASON_NEEDED }),
    ...Object.fromEntries(
      tooLong.map(([name]) => [`comment_${name}`, texts.commentTooLong(LONGEST_COMMENT)]),
    ),
  };
}
