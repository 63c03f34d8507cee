import { KNOWN_HOST_NAMES } from '../clients/known-hosts.js';

/** The same as `tierByOrigin` at the Product API, for app `c` without a review. */
const TIER_BY_ORIGIN = `CASE WHEN c.origin = 'portal' OR c.metadata_uri ~ '^https://(${KNOWN_HOST_NAMES.join('|').replaceAll('.', '[.]')})/'
     THEN 'development' ELSE 'self_registered' END`;

/**
 * SQL: the tier of app `c` by its verification `v`, where the condition `counts` tells whether that counts. Null if there
 * is none. Who develops an app of the portal is known, whatever became of the app.
 */
export const reviewedTier = (counts: string): string =>
  `CASE WHEN ${counts} THEN v.tier WHEN v.identity_version = c.identity_version OR v.client_id IS NOT NULL AND c.origin = 'portal'
     THEN 'development' WHEN v.client_id IS NOT NULL THEN 'self_registered' END`;

/** SQL: the verification `v` counts for the app `c` as it is now: so for new consents. */
export const COUNTS_NOW = `(v.standing = 'current' AND v.identity_version = c.identity_version)`;

/** SQL: a tier at the Product API: that of a review, or else by the origin of app `c`. */
export const orByOrigin = (tier: string): string => `coalesce(${tier}, ${TIER_BY_ORIGIN})`;

/** SQL: the tier of app `c`, whose verification is `v`, for new consents; at the Product API. */
export const TIER = orByOrigin(reviewedTier(COUNTS_NOW));

/** SQL: `policyKeyOf` an app `c` of this tier in project `p`. */
export const policyKeyOf = (tier: string): string =>
  `CASE WHEN ${tier} = 'development' AND c.organisation_id = p.organisation_id THEN 'own' ELSE ${tier} END`;
