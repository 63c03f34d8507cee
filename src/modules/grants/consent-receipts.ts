import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { GrantedProject } from './grant.repository.js';
import type { ProjectOffer } from './project-offer.js';

const INSERT = statement(
  'consent-receipt.insert',
  'INSERT INTO consent_receipts (id, grant_id, shown) VALUES ($1, $2, $3)',
);

/** Keeps, for ever and unchanged, what the person was shown and chose. */
@Injectable()
export class ConsentReceipts {
  constructor(private readonly database: Database) {}

  async insert(tx: EntityManager, grantId: string, shown: object): Promise<void> {
    await this.database.queryIn(tx, INSERT, [newId(), grantId, JSON.stringify(shown)]);
  }
}

/** Every project as it was shown, chosen or not. */
export function describeOffers(
  offers: readonly ProjectOffer[],
  granted: readonly GrantedProject[],
): object[] {
  const given = new Map(granted.map(({ projectId, scopes }) => [projectId, scopes.toArray()]));
  return offers.map(({ membership, bar, scopes }) => ({
    id: membership.project.id,
    name: membership.project.name,
    role: membership.role,
    plan: membership.project.plan,
    app_policy: membership.project.appPolicy,
    bar,
    shown: Object.fromEntries([...scopes].map(([scope, why]) => [scope, why ?? 'granted'])),
    granted: given.get(membership.project.id) ?? null,
  }));
}
