import { fromWireId } from '../../../../kernel/ids.js';
import { ProblemError } from '../../../../kernel/errors/problem-error.js';
import { findUnsupported } from '../../../access/json-shape.js';
import type { SmsStatus } from '../../../messages/message-status.js';
import type { CarrierNews, DeliveryReport, InboundSms } from '../../sms-gateway.js';

/** The words of carriers, as states of a message here. A carrier that cancels or blocks a message rejects it. */
const STATUSES: Readonly<Record<string, SmsStatus>> = {
  ...{ sent: 'sent', accepted: 'accepted', buffered: 'buffered', delivered: 'delivered' },
  ...{ failed: 'failed', error: 'failed', expired: 'expired', unknown: 'unknown' },
  ...{ rejected: 'rejected', canceled: 'rejected', stop: 'rejected' },
};

/** Events of one request. */
const MOST_EVENTS = 500;
const LONGEST_TEXT = 2_000;

/** One event: a report `{id, clientId, status, code, eventAt}`, or with `message` what a phone has sent. */
type Event = Readonly<Record<string, unknown>>;

/** @throws ProblemError 400 for what is not understood: a carrier sends it again until somebody has looked */
export function newsOf(body: Uint8Array): CarrierNews {
  const events = eventsIn(body);
  return {
    reports: events.filter((event) => !isInbound(event)).flatMap(reportOf),
    inbound: events.filter(isInbound).map(inboundOf),
  };
}

function eventsIn(body: Uint8Array): Event[] {
  const parsed = parse(body);
  const listed = typeof parsed === 'object' && parsed !== null && 'events' in parsed;
  const events: unknown = listed ? parsed.events : [parsed];
  if (!Array.isArray(events) || events.length > MOST_EVENTS || !events.every(isObject))
    throw fault();
  return events;
}

function parse(body: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (findUnsupported(value) === null) return value;
  } catch {
    // The same as any other fault.
  }
  throw fault();
}

const isObject = (value: unknown): value is Event =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isInbound = ({ message }: Event): boolean => message !== undefined && message !== null;

/** None for a message that was not sent from here. */
function reportOf({ clientId, status, code, eventAt }: Event): DeliveryReport[] {
  const word = textOf(status) ?? '';
  const known = Object.hasOwn(STATUSES, word) ? STATUSES[word] : undefined;
  if (known === undefined) throw fault();
  const reference = textOf(clientId) ?? '';
  if (fromWireId('sms', reference) === null) return [];
  const reason = reasonOf(textOf(code), word, known);
  return [{ reference, status: known, code: reason, eventAt: timeOf(eventAt) }];
}

/** What the state does not say: the carrier's word, if it has no code. */
const reasonOf = (code: string | undefined, word: string, status: SmsStatus): string | null =>
  code?.slice(0, 100) ?? (word === status ? null : word);

function inboundOf({ id, clientId, message, from, to }: Event): InboundSms {
  const [providerId, text, sender, recipient] = [id, message, from, to].map(textOf);
  if (!providerId || text === undefined || !sender || !recipient) throw fault();
  const reference = typeof clientId === 'string' && fromWireId('sms', clientId) ? clientId : null;
  const shown = text.slice(0, LONGEST_TEXT);
  return {
    providerId: providerId.slice(0, 100),
    reference,
    text: shown,
    from: sender,
    to: recipient,
  };
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** RFC 3339, or none. */
function timeOf(value: unknown): Date | null {
  const time = typeof value === 'string' ? new Date(value) : null;
  return time && !Number.isNaN(time.getTime()) ? time : null;
}

const fault = (): ProblemError =>
  new ProblemError('invalid_request', 'These are no events of a carrier.');
