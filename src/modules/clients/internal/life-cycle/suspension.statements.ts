import { columnsOf } from '../../../../platform/database/entity-columns.js';
import { statement } from '../../../../platform/database/statement.js';
import { CREDENTIALS_OF_CLIENT, holdsCredential } from '../../client-credential.js';
import { ClientSuspensionEntity } from './client-suspension.entity.js';

const SUSPENSION = columnsOf(ClientSuspensionEntity);

/**
 * SQL: app `c` still has a secret or key of suspension `s`. What is published at the same address may be the same keys, of
 * which only those are known that were read from there lately. Other origins cannot change the address meanwhile, so
 * theirs counts if no key of it is known.
 */
const HAS_OLD_CREDENTIALS = `(EXISTS (
    SELECT FROM unnest(s.credentials) AS earlier (credential) WHERE ${holdsCredential('earlier.credential')})
  OR coalesce(c.jwks_uri = s.jwks_uri, false) AND (c.origin = 'portal' OR cardinality(s.credentials) = 0))`;

// Everything that looks a client up reads its state, so this one update shuts the app out everywhere.
export const SUSPEND = statement(
  'client.suspend',
  `UPDATE clients c SET state = 'suspended', state_changed_at = now()
   WHERE id = :clientId AND state NOT IN ('suspended', 'deleted')
   RETURNING name, ${CREDENTIALS_OF_CLIENT} AS credentials, jwks_uri AS "jwksUri"`,
  { name: 'text', credentials: 'bytea[]', jwksUri: 'text?' },
);

export const REPLACE_SUSPENSION = statement(
  'client-suspension.replace',
  `UPDATE client_suspensions SET state = 'replaced', ended_at = now()
   WHERE client_id = :clientId AND state = 'restoring'`,
);

export const INSERT_SUSPENSION = statement(
  'client-suspension.insert',
  `INSERT INTO client_suspensions (id, client_id, reason, suspended_by, credentials, jwks_uri)
   VALUES (:id, :clientId, :reason, :suspendedBy, :credentials, :jwksUri)`,
);

export const FIND_SUSPENSION = statement(
  'client-suspension.find',
  `SELECT ${SUSPENSION.list}, (SELECT ${HAS_OLD_CREDENTIALS} FROM clients c WHERE c.id = s.client_id) AS "hasOldCredentials"
   FROM client_suspensions s WHERE client_id = :clientId AND state IN ('suspended', 'restoring')`,
  { ...SUSPENSION.shape, hasOldCredentials: 'boolean' },
);

export const LIST_SUSPENSIONS = statement(
  'client-suspension.list',
  `SELECT ${SUSPENSION.list} FROM client_suspensions WHERE client_id = :clientId
   ORDER BY suspended_at DESC LIMIT 50`,
  SUSPENSION.shape,
);

export const REQUIRE_CONSENT = statement(
  'client-suspension.require-consent',
  `UPDATE client_suspensions SET needs_consent = true
   WHERE client_id = :clientId AND state = 'suspended' AND NOT needs_consent RETURNING id`,
  { id: 'uuid' },
);

// The credentials that may have been stolen are compared here, so that no later change comes between.
export const BEGIN_RESTORE = statement(
  'client.begin-restore',
  `WITH restored AS (
     UPDATE clients c SET state = 'restoring', state_changed_at = now() FROM client_suspensions s
     WHERE c.id = :clientId AND c.state = 'suspended' AND s.client_id = c.id AND s.state = 'suspended'
       AND NOT ${HAS_OLD_CREDENTIALS}
     RETURNING c.id
   )
   UPDATE client_suspensions s SET state = 'restoring', restoring_at = now() FROM restored
   WHERE s.client_id = restored.id AND s.state = 'suspended' RETURNING s.id`,
  { id: 'uuid' },
);

export const FINISH_RESTORE = statement(
  'client.finish-restore',
  `WITH restored AS (
     UPDATE clients c SET state = CASE WHEN approved_at IS NULL THEN 'registered' ELSE 'approved' END,
       state_changed_at = now()
     WHERE c.id = :clientId AND c.state = 'restoring' RETURNING c.id
   )
   UPDATE client_suspensions s SET state = 'restored', ended_at = now() FROM restored
   WHERE s.client_id = restored.id AND s.state = 'restoring' RETURNING s.id`,
  { id: 'uuid' },
);
