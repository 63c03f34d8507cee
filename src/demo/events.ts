import { newId } from '../kernel/ids.js';
import type { DemoContact } from './contacts.js';
import { DemoRandom } from './random.js';

/** A row of `contact_events`, named as its columns. */
export interface DemoEvent {
  readonly id: string;
  readonly project_id: string;
  readonly contact_id: string;
  readonly data_source_id: string;
  readonly event_id: string;
  readonly type: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly occurred_at: string;
  readonly received_at: string;
}

const TYPES = [
  ...Array<string>(7).fill('product_viewed'),
  ...Array<string>(7).fill('purchase'),
  ...Array<string>(4).fill('store_visited'),
  ...Array<string>(2).fill('cart_abandoned'),
];
const PRODUCTS = ['olive-oil', 'manchego', 'jamon', 'rioja', 'turron', 'saffron', 'almonds'];
const STORES = ['Madrid', 'Barcelona', 'València', 'Sevilla', 'Bilbao'];
const YEAR_MS = 365 * 86_400_000;

/** `count` events of the last year, of one data source. A few contacts cause most of them. */
export function demoEvents(
  contacts: readonly DemoContact[],
  dataSourceId: string,
  count: number,
  seed: number,
  now: Date,
): DemoEvent[] {
  const random = new DemoRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const contact = contacts[Math.floor(random.next() ** 2 * contacts.length)] as DemoContact;
    const type = random.pick(TYPES);
    const occurredAt = occurrence(contact, random, now);
    return {
      id: newId(),
      project_id: contact.project_id,
      contact_id: contact.id,
      data_source_id: dataSourceId,
      event_id: `E${String(1_000_001 + index)}`,
      type,
      parameters: parameters(type, random),
      occurred_at: occurredAt.toISOString(),
      received_at: new Date(Math.min(occurredAt.getTime() + 1_500, now.getTime())).toISOString(),
    };
  });
}

/** After the contact was created, and within the year. */
function occurrence({ created_at }: DemoContact, random: DemoRandom, now: Date): Date {
  const from = Math.max(new Date(created_at).getTime(), now.getTime() - YEAR_MS);
  return new Date(from + Math.floor(random.next() * (now.getTime() - from)));
}

function parameters(type: string, random: DemoRandom): DemoEvent['parameters'] {
  const product = random.pick(PRODUCTS);
  const amount = Math.round(500 + random.next() * 14_500) / 100;
  switch (type) {
    case 'purchase':
      return { product, amount, currency: 'EUR', items: 1 + random.below(6) };
    case 'cart_abandoned':
      return { amount, currency: 'EUR' };
    case 'store_visited':
      return { store: random.pick(STORES) };
    default:
      return { product };
  }
}
