import { toWireId } from '../../../../kernel/ids.js';
import { MOST_VALID_SECONDS } from '../../../messages/validity.js';
import type { OutboundSms } from '../../sms-gateway.js';
import type { DueMessage } from './dispatch.statements.js';
import { quietUntil, type QuietHours } from './quiet-hours.js';

/** What becomes of messages that are due. */
export interface Sorted {
  readonly now: readonly DueMessage[];
  readonly later: readonly { readonly id: string; readonly at: Date }[];
  readonly never: readonly { readonly id: string; readonly code: string }[];
}

/** What limits the sending at this moment. */
export interface Brakes {
  readonly quietHours: QuietHours | null;
  /** Takes a permit for the country. */
  readonly take: (country: string) => boolean;
}

/** Milliseconds until a message that its country's throughput holds up is due again. */
const NEXT_TURN_MS = 1_000;

export function sortDue(due: readonly DueMessage[], { quietHours, take }: Brakes): Sorted {
  const now: DueMessage[] = [];
  const later: { id: string; at: Date }[] = [];
  const never: { id: string; code: string }[] = [];
  for (const message of due) {
    const at = message.bar === null ? heldUntil(message, { quietHours, take }) : null;
    if (message.bar !== null) never.push({ id: message.id, code: message.bar });
    else if (at) later.push({ id: message.id, at });
    else now.push(message);
  }
  return { now, later, never };
}

function heldUntil(message: DueMessage, { quietHours, take }: Brakes): Date | null {
  const { purpose, country, now } = message;
  const morning = purpose === 'marketing' ? quietUntil(country, now, quietHours) : null;
  if (morning) return morning;
  return take(country) ? null : new Date(now.getTime() + NEXT_TURN_MS);
}

/** For the carrier, as the attempt that it is about to be. */
export const outboundOf = (message: DueMessage): OutboundSms => ({
  ...{ id: message.id, projectId: message.projectId, reference: toWireId('sms', message.id) },
  ...{ from: message.from ?? '', to: message.to ?? '', text: message.text ?? '' },
  isUnicode: message.encoding === 'ucs2',
  validSeconds: message.validSeconds ?? MOST_VALID_SECONDS,
  attempt: message.attempts + 1,
});
