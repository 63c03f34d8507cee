import { newId } from '../kernel/ids.js';
import type { DemoContact } from './contacts.js';
import type { DemoEvent } from './events.js';
import { countMatches, type SegmentRule } from './segment-rule.js';

/** A row of `segments`, named as its columns. */
export interface DemoSegment {
  readonly id: string;
  readonly project_id: string;
  readonly name: string;
  readonly description: string;
  readonly type: 'static' | 'dynamic';
  readonly rule: SegmentRule | null;
  readonly status: 'ready' | 'computing';
  readonly last_count: number | null;
  readonly last_computed_at: string | null;
}

const all = (...children: SegmentRule['root']['children'][number][]): SegmentRule => ({
  root: { join: 'and', children },
});

const RULES: readonly (readonly [name: string, description: string, rule: SegmentRule])[] = [
  [
    'Lives in Spain',
    'Everybody whose country is Spain',
    all({ key: '_country', operator: 'eq', values: ['ES'] }),
  ],
  [
    'May be texted',
    'Said yes to marketing messages and has not unsubscribed',
    all(
      { key: '_accepts_marketing_sms', operator: 'is-true' },
      { key: '_is_subscribed_sms', operator: 'is-true' },
    ),
  ],
  [
    'Gold members',
    'The highest level of the loyalty programme',
    all({ key: 'loyalty_tier', operator: 'eq', values: ['gold'] }),
  ],
  [
    'Large baskets',
    'Spends 60 euros or more on average',
    all({ key: 'average_basket', operator: 'gte', values: [60] }),
  ],
  [
    'Bought twice in 90 days',
    'At least two purchases in the last 90 days',
    all({
      event: 'purchase',
      count: { op: '>=', values: [2] },
      within: { last: 90, unit: 'day' },
    }),
  ],
  [
    'No phone number',
    'Cannot be reached by text message',
    all({ key: '_phone_mobile', operator: 'not-exists' }),
  ],
];

/** The segments of a project, with the counts of these contacts and events. */
export function demoSegments(
  projectId: string,
  contacts: readonly DemoContact[],
  events: readonly DemoEvent[],
  now: Date,
): DemoSegment[] {
  const dynamic = RULES.map(([name, description, rule]) => ({
    ...identity(projectId, name, description),
    type: 'dynamic' as const,
    rule,
    status: 'ready' as const,
    last_count: countMatches(rule, contacts, events, now),
    last_computed_at: now.toISOString(),
  }));
  return [...dynamic, stillEmpty(projectId)];
}

/** A segment without contacts: not every segment is ready. */
const stillEmpty = (projectId: string): DemoSegment => ({
  ...identity(projectId, 'Tasting in Sevilla', 'Guest list of the tasting, to be imported'),
  type: 'static',
  rule: null,
  status: 'computing',
  last_count: null,
  last_computed_at: null,
});

const identity = (projectId: string, name: string, description: string) => ({
  id: newId(),
  project_id: projectId,
  name,
  description,
});
