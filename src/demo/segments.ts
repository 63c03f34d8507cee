import type { INestApplicationContext } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../kernel/ids.js';
import { ContactCounts } from '../product-api/rules/contact-counts.service.js';
import { Rules } from '../product-api/rules/rules.service.js';

/** A row of `segments`, named as its columns. */
interface DemoSegment {
  readonly id: string;
  readonly project_id: string;
  readonly name: string;
  readonly description: string;
  readonly type: 'static' | 'dynamic';
  readonly rule: object | null;
  readonly status: 'ready';
}

const all = (...children: readonly object[]): object => ({ root: { join: 'and', children } });

const RULES: readonly (readonly [name: string, description: string, rule: object])[] = [
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

/** The segments of a project, still without counts. */
export const demoSegments = (projectId: string): DemoSegment[] => [
  ...RULES.map(([name, description, rule]) => ({
    ...identity(projectId, name, description),
    ...({ type: 'dynamic', rule, status: 'ready' } as const),
  })),
  {
    ...identity(projectId, 'Tasting in Sevilla', 'Guest list of the tasting, to be filled'),
    ...({ type: 'static', rule: null, status: 'ready' } as const),
  },
];

const identity = (projectId: string, name: string, description: string) => ({
  ...{ id: newId(), project_id: projectId },
  ...{ name, description },
});

/** Counts them as the API does. The transaction must be the one around this. */
export async function countSegments(
  app: INestApplicationContext,
  tx: EntityManager,
  segments: readonly DemoSegment[],
): Promise<void> {
  const rules = app.get(Rules, { strict: false });
  const contacts = app.get(ContactCounts, { strict: false });
  for (const { id, project_id: projectId, rule: json } of segments) {
    if (json === null) continue;
    const rule = await rules.read(projectId, json, '/rule');
    const count = await contacts.count(projectId, rule.condition());
    await tx.query(
      'UPDATE segments SET last_count = $3, last_computed_at = now() WHERE project_id = $1 AND id = $2',
      [projectId, id, count],
    );
  }
}
