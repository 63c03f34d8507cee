import { column } from '../../../../platform/database/row-shape.js';
import { statement } from '../../../../platform/database/statement.js';
import { TIER_POLICIES } from '../../tier-policy.js';
import type { TesterState } from './app-tester.entity.js';

const MOST = TIER_POLICIES.development.reach?.testers ?? 0;

/** Only invitations to the same app wait for each other: neither acceptance nor removal takes it. */
export const LOCK_INVITATIONS = statement(
  'testers.lock-invitations',
  `SELECT pg_advisory_xact_lock(hashtextextended('testers/' || :clientId, 0))`,
);
export const INVITE = statement(
  'testers.invite',
  `INSERT INTO app_testers (id, client_id, email)
   SELECT :id, :clientId::uuid, :email
   WHERE (SELECT count(*) FROM app_testers WHERE client_id = :clientId AND state <> 'removed') < ${String(MOST)}
   ON CONFLICT (client_id, email) WHERE state <> 'removed' DO NOTHING RETURNING id`,
  { id: 'uuid' },
);
export const IS_NAMED = statement(
  'testers.is-named',
  `SELECT EXISTS (SELECT FROM app_testers WHERE client_id = :clientId AND email = :email AND state <> 'removed') AS named`,
  { named: 'boolean' },
);

// Only by the account of the invited address, which must be verified.
export const ACCEPT = statement(
  'testers.accept',
  `UPDATE app_testers t SET state = 'accepted', user_id = u.id, state_changed_at = now()
   FROM users u
   WHERE t.id = :id AND t.state = 'invited' AND u.id = :userId AND u.email = t.email
     AND u.email_verified_at IS NOT NULL AND u.disabled_at IS NULL
   RETURNING t.client_id AS "clientId"`,
  { clientId: 'uuid' },
);
export const LEAVE = statement(
  'testers.leave',
  `UPDATE app_testers t SET state = 'removed', state_changed_at = now()
   FROM users u
   WHERE t.id = :id AND u.id = :userId
     AND (t.state = 'accepted' AND t.user_id = u.id OR t.state = 'invited' AND t.email = u.email)
   RETURNING t.client_id AS "clientId", t.user_id AS "userId"`,
  { clientId: 'uuid', userId: 'uuid?' },
);
export const REMOVE = statement(
  'testers.remove',
  `UPDATE app_testers SET state = 'removed', state_changed_at = now()
   WHERE id = :id AND client_id = :clientId AND state <> 'removed'
   RETURNING client_id AS "clientId", user_id AS "userId"`,
  { clientId: 'uuid', userId: 'uuid?' },
);

export const LIST = statement(
  'testers.list',
  `SELECT t.id, t.email, t.state, u.name, t.state_changed_at AS since
   FROM app_testers t LEFT JOIN users u ON u.id = t.user_id
   WHERE t.client_id = :clientId AND t.state <> 'removed' ORDER BY t.email`,
  {
    ...{ id: 'uuid', email: 'text', state: column<TesterState>('text') },
    ...{ name: 'text?', since: 'timestamptz' },
  },
);
export const LIST_OF_PERSON = statement(
  'testers.list-of-person',
  `SELECT t.id, t.client_id AS "clientId", t.state, c.name AS app, o.name AS organisation,
     u.email_verified_at IS NOT NULL AS "emailVerified"
   FROM users u
   JOIN app_testers t ON t.state = 'accepted' AND t.user_id = u.id OR t.state = 'invited' AND t.email = u.email
   JOIN clients c ON c.id = t.client_id
   JOIN organisations o ON o.id = c.organisation_id
   WHERE u.id = :userId ORDER BY c.name, t.id LIMIT 200`,
  {
    ...{ id: 'uuid', clientId: 'uuid', state: column<TesterState>('text'), app: 'text' },
    ...{ organisation: 'text', emailVerified: 'boolean' },
  },
);

const IS_TESTER = `FROM app_testers WHERE client_id = :clientId AND user_id = :userId AND state = 'accepted'`;
export const FIND = statement('testers.find', `SELECT id ${IS_TESTER}`, { id: 'uuid' });
/**
 * `NO KEY UPDATE`, not a shared lock: decisions of the same person on the same app take it in turn, so that a removal
 * waits for at most one of them.
 */
export const LOCK = statement('testers.lock', `SELECT id ${IS_TESTER} FOR NO KEY UPDATE`, {
  id: 'uuid',
});

export const FIND_INVITATION = statement(
  'testers.find-invitation',
  `SELECT t.email, c.name AS app, o.name AS organisation
   FROM app_testers t JOIN clients c ON c.id = t.client_id JOIN organisations o ON o.id = c.organisation_id
   WHERE t.id = :testerId AND t.state = 'invited'`,
  { email: 'text', app: 'text', organisation: 'text' },
);
