import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { CONSENT_WORDING } from './consent-texts.js';
import type { GrantedProject } from '../grant.repository.js';
import type { GivenConsent } from './given-consent.js';
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

export function describeConsent({ view, projects, hours }: GivenConsent): object {
  const { client, app, address, request } = view;
  return {
    wording: CONSENT_WORDING,
    app: {
      id: client.clientId,
      name: client.name,
      tier: app.tier,
      domain: app.verifiedDomain,
      identity_version: request.identityVersion,
      auth_method: client.tokenEndpointAuthMethod,
      keys: client.jwksUri ?? (client.jwks && digest(client.jwks)),
    },
    addresses: {
      client_uri: client.clientUri,
      tos_uri: client.tosUri,
      policy_uri: client.policyUri,
    },
    returns_to: address.place,
    redirect_uri: address.installation,
    persists: request.refreshable,
    resource: request.resource,
    account_scopes: view.accountScopes.toArray(),
    access_hours: hours,
    projects: describeOffers(view.offers, projects),
  };
}

/** As hex: enough to tell one set of keys from another. */
const digest = (keys: object): string => hash('sha256', JSON.stringify(keys));

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
