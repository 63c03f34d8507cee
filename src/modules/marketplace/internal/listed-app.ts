import { ScopeSet } from '../../../kernel/scope-set.js';
import type { JsonObject } from '../../../kernel/untrusted-json.js';
import { column, type ShapedRow } from '../../../platform/database/row-shape.js';
import { readListing, type AppListing } from '../../app-profiles/app-listing.js';
import { CLIENT_IS_LIVE } from '../../clients/client-state.js';
import { ownLogoOf } from '../../clients/own-logo.js';

/** An app of the marketplace. */
export interface ListedApp {
  /** UUID. */
  readonly id: string;
  readonly name: string;
  readonly organisation: string;
  readonly verifiedDomain: string | null;
  readonly approvedScopes: ScopeSet;
  readonly scopeReasons: Readonly<Record<string, string>>;
  readonly supportEmail: string | null;
  readonly clientUri: string | null;
  /** Path on this server; null without a logo of its own. */
  readonly logo: string | null;
  readonly policyUri: string | null;
  readonly tosUri: string | null;
  readonly reviewedAt: Date;
  readonly listing: AppListing;
}

/**
 * SQL: what the marketplace shows. The review is of the present version of the app and was confirmed in time, and staff have not contained it, not
 * even in part.
 */
export const LISTED = `
  app_profiles p
  JOIN clients c ON c.id = p.client_id AND c.organisation_id IS NOT NULL AND ${CLIENT_IS_LIVE} AND c.state <> 'restoring'
  JOIN app_verifications v ON v.client_id = c.id AND v.tier = 'listed' AND v.standing = 'current'
    AND v.identity_version = c.identity_version
  JOIN organisations o ON o.id = c.organisation_id` as const;

export const LISTED_COLUMNS = `
  c.id, c.name, o.name AS organisation, v.verified_domain AS "verifiedDomain",
  array_to_string(v.approved_scopes, ' ') AS "approvedScopes", p.scope_reasons AS "scopeReasons",
  p.support_email AS "supportEmail", c.logo_uri AS "logoUri", c.client_uri AS "clientUri", c.policy_uri AS "policyUri", c.tos_uri AS "tosUri",
  v.decided_at AS "reviewedAt", p.listing` as const;

export const LISTED_SHAPE = {
  id: 'uuid',
  name: 'text',
  organisation: 'text',
  verifiedDomain: 'text?',
  approvedScopes: 'text',
  scopeReasons: column<Record<string, string>>('jsonb'),
  supportEmail: 'text?',
  clientUri: 'text?',
  logoUri: 'text?',
  policyUri: 'text?',
  tosUri: 'text?',
  reviewedAt: 'timestamptz',
  listing: column<JsonObject>('jsonb'),
} as const;

/** Null for a listing that has not the shape of one: it is not shown. */
export function toListedApp(row: ShapedRow<typeof LISTED_SHAPE>): ListedApp | null {
  const listing = readListing(row.listing);
  const approvedScopes = ScopeSet.ofJoined(row.approvedScopes);
  return listing && { ...row, approvedScopes, listing, logo: ownLogoOf(row) };
}
