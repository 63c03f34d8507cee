import { statement } from '../../../platform/database/statement.js';
import { TIER_POLICIES, type TierPolicy } from '../../verification/tier-policy.js';
import { POLICY_KEY_OF_GRANT } from '../grant-tier.sql.js';

/** SQL: the default of a ceiling for the tier of the app. An unknown tier has nothing to spend. */
const byTier = (ceiling: 'messagesPerDay' | 'spendPerMonth'): string =>
  `(CASE tier.key ${Object.entries<TierPolicy>(TIER_POLICIES)
    .map(([key, policy]) => `WHEN '${key}' THEN ${String(policy[ceiling])}`)
    .join(' ')} ELSE 0 END)`;

const TEST_NUMBERS_ONLY = Object.entries<TierPolicy>(TIER_POLICIES)
  .filter(([, policy]) => policy.testNumbersOnly)
  .map(([key]) => `'${key}'`)
  .join(', ');

/** The ceilings of a live project of a grant: no row if it has ended. */
const CEILINGS_OF_PROJECT = `
  SELECT gp.grant_id, gp.project_id, tier.key IN (${TEST_NUMBERS_ONLY}) AS test_numbers_only,
    coalesce(gp.max_messages_per_day, ${byTier('messagesPerDay')}) AS max_messages,
    coalesce(gp.max_spend_per_month, ${byTier('spendPerMonth')}) AS max_spend
  FROM grant_projects gp
  JOIN grants g ON g.id = gp.grant_id
  JOIN clients c ON c.id = g.client_id
  JOIN projects p ON p.id = gp.project_id
  LEFT JOIN app_verifications v ON v.client_id = c.id
  CROSS JOIN LATERAL (SELECT ${POLICY_KEY_OF_GRANT} AS key) tier
  WHERE gp.grant_id = :grantId AND gp.project_id = :projectId AND gp.revoked_at IS NULL
    AND g.revoked_at IS NULL AND g.expires_at > now()`;

const TODAY = `date_trunc('day', now(), 'UTC')`;
/** Of the transaction, so that what it gives back is taken from the same day. */
const DAY = `(now() AT TIME ZONE 'UTC')::date`;
const THIS_MONTH = `date_trunc('month', now(), 'UTC')`;

// The clock of a transaction that began before midnight may arrive after one of the next day: its day goes on.
export const SPEND = statement(
  'grant-budget.spend',
  `WITH ceiling AS MATERIALIZED (${CEILINGS_OF_PROJECT}), spending AS (
   INSERT INTO grant_spending AS s (grant_id, project_id, day, messages, month, spent)
   SELECT :grantId::uuid, :projectId::uuid, ${TODAY}, :messages::int, ${THIS_MONTH}, :cost::bigint FROM ceiling
   WHERE :messages::int <= ceiling.max_messages AND :cost::bigint <= ceiling.max_spend
   ON CONFLICT (grant_id, project_id) DO UPDATE SET
     day = greatest(s.day, excluded.day), month = greatest(s.month, excluded.month),
     messages = excluded.messages + CASE WHEN s.day >= excluded.day THEN s.messages ELSE 0 END,
     spent = excluded.spent + CASE WHEN s.month >= excluded.month THEN s.spent ELSE 0 END
   WHERE excluded.messages + CASE WHEN s.day >= excluded.day THEN s.messages ELSE 0 END
       <= (SELECT max_messages FROM ceiling)
     AND excluded.spent + CASE WHEN s.month >= excluded.month THEN s.spent ELSE 0 END
       <= (SELECT max_spend FROM ceiling)
   RETURNING messages
   ), sends AS (
     INSERT INTO grant_sends AS d (grant_id, day, project_id, messages, spent)
     SELECT :grantId::uuid, ${DAY}, :projectId::uuid, :messages::int, :cost::bigint FROM spending
     ON CONFLICT (grant_id, day, project_id) DO UPDATE SET messages = d.messages + excluded.messages,
       spent = d.spent + excluded.spent
   )
   SELECT messages FROM spending`,
  { messages: 'integer' },
);

const LEFT_OF_CEILINGS = (lock: 'FOR UPDATE' | '') =>
  `WITH ceiling AS MATERIALIZED (${CEILINGS_OF_PROJECT})
   SELECT (max_messages - coalesce(CASE WHEN s.day >= ${TODAY} THEN s.messages END, 0))::int AS messages,
     max_spend - coalesce(CASE WHEN s.month >= ${THIS_MONTH} THEN s.spent END, 0) AS spend,
     test_numbers_only AS "testNumbersOnly", ${TODAY} + interval '1 day' AS "nextDay", (${THIS_MONTH} AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC' AS "nextMonth"
   FROM ceiling LEFT JOIN LATERAL (
     SELECT day, messages, month, spent FROM grant_spending
     WHERE grant_id = :grantId AND project_id = :projectId ${lock}
   ) s ON true` as const;
const LEFT_SHAPE = {
  messages: 'integer',
  spend: 'bigint',
  testNumbersOnly: 'boolean',
  nextDay: 'timestamptz',
  nextMonth: 'timestamptz',
} as const;

/** What is left, and locked until the transaction ends. */
export const LEFT = statement('grant-budget.left', LEFT_OF_CEILINGS('FOR UPDATE'), LEFT_SHAPE);

/** What is left at the moment. */
export const LOOK = statement('grant-budget.look', LEFT_OF_CEILINGS(''), LEFT_SHAPE);

export const GIVE_BACK = statement(
  'grant-budget.give-back',
  `WITH spending AS (
     UPDATE grant_spending SET messages = greatest(messages - :messages::int, 0), spent = greatest(spent - :cost::bigint, 0)
     WHERE grant_id = :grantId AND project_id = :projectId
   )
   UPDATE grant_sends SET messages = messages - :messages::int, spent = spent - :cost::bigint
   WHERE grant_id = :grantId AND day = ${DAY} AND project_id = :projectId`,
);
