import { KNOWN_HOST_NAMES } from '../clients/known-hosts.js';

/** The same as `tierByOrigin` at the Product API, for app `c` without a review. */
const TIER_BY_ORIGIN = `CASE WHEN c.origin = 'portal' OR c.metadata_uri ~ '^https://(${KNOWN_HOST_NAMES.join('|').replaceAll('.', '[.]')})/'
     THEN 'development' ELSE 'self_registered' END`;

/** SQL: the tier of app `c`, whose verification is `v`; at the Product API. */
export const TIER = `coalesce(v.tier, ${TIER_BY_ORIGIN})`;

/** SQL: `policyKeyOf` of app `c`, whose verification is `v`, in project `p`; at the Product API. */
export const POLICY_KEY = `CASE WHEN ${TIER} = 'development' AND c.organisation_id = p.organisation_id THEN 'own' ELSE ${TIER} END`;
