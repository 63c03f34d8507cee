import { POLICY_KEY_OF_GRANT } from '../../modules/grants/grant-tier.sql.js';
import { TIER_POLICIES, type TierPolicy } from '../../modules/verification/tier-policy.js';

const KEYS = Object.entries<TierPolicy>(TIER_POLICIES)
  .filter(([, { testNumbersOnly }]) => testNumbersOnly)
  .map(([key]) => `'${key}'`)
  .join(', ');

/** SQL: the app of a grant may send messages of the project to its test numbers only. False without a grant. */
export const testNumbersOnly = (grantId: string, projectId: string): string =>
  `EXISTS (SELECT FROM grants g
     JOIN clients c ON c.id = g.client_id
     JOIN projects p ON p.id = ${projectId}
     LEFT JOIN app_verifications v ON v.client_id = c.id
     WHERE g.id = ${grantId}::uuid AND ${POLICY_KEY_OF_GRANT} IN (${KEYS}))`;

/** SQL: the phone of contact `contact` is a confirmed test number of its project. */
export const isTestNumber = (contact: string): string =>
  `EXISTS (SELECT FROM test_numbers n WHERE n.project_id = ${contact}.project_id
     AND n.phone = ${contact}.phone_mobile AND n.state = 'confirmed')`;
