import { orByOrigin, policyKeyOf, reviewedTier } from '../verification/policy-key.sql.js';

/*
 * The tier that an app has in a grant. A review that lapsed, or that is of an earlier identity of the app, does not count
 * for the consents given since: they have the limits of an app without it. Those of before keep theirs.
 */

/** Services have no identity version: their app acts for its own organisation. */
const COUNTS = `(v.identity_version >= coalesce(g.identity_version, 0)
     AND (v.standing = 'current' OR g.authorized_at < v.lapsed_at))`;

/** SQL: the tier of app `c` in grant `g` by its verification `v`. Null if there is none. */
export const REVIEWED_TIER_OF_GRANT = reviewedTier(COUNTS);

/** SQL: the key of the policy of app `c` in grant `g` and project `p`, by its verification `v`; at the Product API. */
export const POLICY_KEY_OF_GRANT = policyKeyOf(orByOrigin(REVIEWED_TIER_OF_GRANT));
