import { notFound, ProblemError, type ProblemCode } from '../../kernel/errors/problem-error.js';
import type { Refusal, RefusalReason } from './outbox-batch.js';

const PROBLEMS: Readonly<
  Record<Exclude<RefusalReason, 'not_found'>, readonly [code: ProblemCode, detail: string]>
> = {
  no_phone: ['no_phone', 'The contact has no mobile number.'],
  test_number_required: [
    'test_number_required',
    'An app that is not verified sends only to the test numbers of the project, and this is none. An owner or admin of the project can confirm it in the dashboard; a verified app has no such limit.',
  ],
  unsubscribed_contact: ['unsubscribed_contact', 'The contact gets no such messages.'],
  invalid_text: ['unprocessable', 'The text cannot be sent like this.'],
  sender_not_approved: ['sender_not_approved', 'The sender may not be used.'],
  country_disabled: ['unprocessable', 'Nothing is sent to the country of the contact.'],
  duplicate: ['conflict', 'There is such a message already.'],
  insufficient_funds: ['insufficient_funds', 'The funds of the organisation do not suffice.'],
  grant_budget_exceeded: ['grant_budget_exceeded', 'What this access may spend is used up.'],
  access_ended: ['forbidden', 'This access has ended.'],
};

/** The answer to a single message that is refused. */
export function problemOf({ reason, detail, resetAt }: Refusal): ProblemError {
  if (reason === 'not_found') return notFound();
  const [code, usual] = PROBLEMS[reason];
  return new ProblemError(code, detail ?? usual, resetAt ? resetOptions(resetAt) : {});
}

const resetOptions = (resetAt: Date) => ({
  retryAfterSeconds: Math.max(1, Math.ceil((resetAt.getTime() - Date.now()) / 1_000)),
  members: { reset: resetAt.toISOString() },
});
