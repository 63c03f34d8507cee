import { hash } from 'node:crypto';
import { invalidRequest, OAuthError } from '../../../../kernel/errors/oauth-error.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { ReturnAddress } from '../requests/return-address.js';

/** The button that was pressed. @throws OAuthError `invalid_request` for neither */
export function decisionOf(form: StrictForm): 'allow' | 'deny' {
  const decision = form.get('decision');
  if (decision === 'allow' || decision === 'deny') return decision;
  throw invalidRequest('Choose one of the two buttons.');
}

/** SHA-256 of button and ticks: forms with the same hash are the same decision. A denial has no ticks. */
export function hashDecision(form: StrictForm): Buffer {
  const ticks = (name: string): string[] => [...new Set(form.all(name))].sort();
  const decision =
    decisionOf(form) === 'deny'
      ? ['deny']
      : ['allow', ticks('project'), ticks('scope'), form.get('access') ?? null];
  return hash('sha256', JSON.stringify(decision), 'buffer');
}

/** The redirect with `access_denied` (RFC 6749 §4.1.2.1). */
export const denialTo = (address: ReturnAddress): string =>
  address.withError(new OAuthError('access_denied', 'The person said no.'));
