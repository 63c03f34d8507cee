import { newId } from '../kernel/ids.js';
import { LOYALTY_TIERS } from './contacts.js';
import type { CreatedProject } from './demo-organisations.js';

type Row = Readonly<Record<string, unknown>>;

/** What the demo contacts and events have, as rows of each table. */
export interface DemoSpecs {
  readonly project_specs: readonly Row[];
  readonly attribute_specs: readonly Row[];
  readonly event_specs: readonly Row[];
  readonly event_parameter_specs: readonly Row[];
  readonly data_sources: readonly [Row & { readonly id: string }];
}

const ATTRIBUTES: readonly Row[] = [
  {
    ...{ uid: 'loyalty_tier', label: 'Loyalty tier', data_type: 'enum', important: true },
    options: [...new Set(LOYALTY_TIERS)],
  },
  { uid: 'favourite_store', label: 'Favourite store', data_type: 'string', important: false },
  { uid: 'average_basket', label: 'Average basket', data_type: 'decimal', important: true },
  { uid: 'newsletter', label: 'Newsletter', data_type: 'boolean', important: false },
];

const PRODUCT = { parameter: 'product', title: 'Product', data_type: 'string' };
const AMOUNT = { parameter: 'amount', title: 'Amount', data_type: 'decimal' };
const CURRENCY = { parameter: 'currency', title: 'Currency', data_type: 'string' };

interface DemoEventType {
  readonly uid: string;
  readonly name: string;
  readonly emoji: string;
  readonly category: string;
  readonly attribution?: boolean;
  readonly with: readonly Row[];
}

const EVENTS: readonly DemoEventType[] = [
  {
    ...{ uid: 'purchase', name: 'Purchase', emoji: '🛍️', category: 'shop', attribution: true },
    with: [PRODUCT, AMOUNT, CURRENCY, { parameter: 'items', title: 'Items', data_type: 'integer' }],
  },
  {
    ...{ uid: 'cart_abandoned', name: 'Cart abandoned', emoji: '🛒', category: 'shop' },
    with: [AMOUNT, CURRENCY],
  },
  {
    ...{ uid: 'product_viewed', name: 'Product viewed', emoji: '👀', category: 'shop' },
    with: [PRODUCT],
  },
  {
    ...{ uid: 'store_visited', name: 'Store visited', emoji: '🏬', category: 'store' },
    with: [{ parameter: 'store', title: 'Store', data_type: 'string' }],
  },
];

/** The specs of a project's demo data, and the source that it comes from. */
export function demoSpecs({ id, locale, timezone, defaultCountry }: CreatedProject): DemoSpecs {
  const project_id = id;
  return {
    project_specs: [{ project_id, attributes: ATTRIBUTES.length, events: EVENTS.length }],
    attribute_specs: ATTRIBUTES.map((each) => ({
      ...{ project_id, options: null, has_data: true },
      ...each,
    })),
    event_specs: EVENTS.map(({ with: { length: parameters }, attribution = false, ...each }) => ({
      ...{ project_id, ...each, attribution, parameters },
    })),
    event_parameter_specs: EVENTS.flatMap(({ uid, with: parameters }) =>
      parameters.map((each) => ({ project_id, event_type: uid, ...each })),
    ),
    data_sources: [
      {
        ...{ id: newId(), project_id, name: 'Website', type: 'api', priority: 100 },
        ...{ locale, timezone, default_country: defaultCountry ?? 'ES' },
      },
    ],
  };
}
