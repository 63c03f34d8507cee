import { newId } from '../../../kernel/ids.js';
import { countriesOfMobiles } from '../mobile-number.js';
import { refused, type EnqueueResult, type NewMessage, type Refusal } from '../outbox-batch.js';
import { isTextFault, outgoingText, type OutgoingText } from '../outgoing-text.js';
import type { CountryPrices } from '../prices.service.js';
import type { ContactRow } from './outbox.statements.js';

/** A message that may be sent, and what it costs. */
export interface PricedMessage {
  readonly id: string;
  readonly given: NewMessage;
  readonly text: OutgoingText;
  readonly recipient: string;
  readonly country: string;
  readonly pricePerSms: bigint;
  readonly price: bigint;
}

/** What is known of the batch. */
export interface Known {
  readonly contacts: ReadonlyMap<string, ContactRow>;
  readonly countries: ReadonlyMap<string, string | null>;
  readonly prices: CountryPrices;
  /** Where the sender may be used, everywhere if empty; null if it may not be used at all. */
  readonly senderCountries: readonly string[] | null;
  readonly allowUnicode: boolean;
  /** In test mode nothing is charged. */
  readonly free: boolean;
}

export const countriesOf = (
  contacts: Iterable<ContactRow>,
): Promise<ReadonlyMap<string, string | null>> =>
  countriesOfMobiles([...contacts].flatMap(({ phone }) => (phone === null ? [] : [phone])));

/** The message with its price, or why it cannot be sent. */
export function priced(given: NewMessage, known: Known): PricedMessage | Refusal {
  const recipient = recipientOf(given, known);
  if ('status' in recipient) return recipient;
  const text = outgoingText(given.text, known.allowUnicode);
  if (isTextFault(text)) return refused('invalid_text', { detail: `The text ${text.message}.` });
  const refusal = refusalIn(recipient.country, known);
  if (refusal) return refusal;
  const pricePerSms = known.free ? 0n : (known.prices.get(recipient.country) ?? 0n);
  const price = pricePerSms * BigInt(text.parts);
  return { id: newId(), given, text, ...recipient, pricePerSms, price };
}

function recipientOf(
  { contactId }: NewMessage,
  { contacts, countries }: Known,
): { readonly recipient: string; readonly country: string } | Refusal {
  const contact = contacts.get(contactId);
  if (!contact) return refused('not_found');
  const recipient = contact.phone ?? '';
  const country = countries.get(recipient) ?? null;
  if (country === null) return refused('no_phone');
  if (!contact.allowed) return refused('test_number_required');
  return contact.willing ? { recipient, country } : refused('unsubscribed_contact');
}

function refusalIn(country: string, { senderCountries, prices }: Known): Refusal | null {
  if (!senderCountries) return refused('sender_not_approved');
  if (senderCountries.length > 0 && !senderCountries.includes(country)) {
    return refused('sender_not_approved', {
      detail: `The sender is not approved for the country ${country}.`,
    });
  }
  if (!prices.has(country)) {
    return refused('country_disabled', { detail: `Nothing is sent to the country ${country}.` });
  }
  return null;
}

export const isPriced = (one: PricedMessage | EnqueueResult): one is PricedMessage =>
  'pricePerSms' in one;

/** As `ADD_MESSAGES` takes it. */
export const rowOf = (message: PricedMessage) => ({
  ...{ id: message.id, contact_id: message.given.contactId, recipient: message.recipient },
  ...{ country: message.country, text: message.given.text },
  delivered_text: message.text.text === message.given.text ? null : message.text.text,
  ...{ encoding: message.text.encoding, chars_count: message.text.charsCount },
  ...{ messages_count: message.text.parts, price: String(message.price) },
  price_per_sms: String(message.pricePerSms),
  dedupe_key: message.given.dedupeKey,
  client_id: message.given.clientId ?? null,
  utm_term: message.given.utmTerm ?? null,
  scheduled_at: message.given.scheduledAt?.toISOString() ?? null,
});
