import { columnsOf } from '../../../platform/database/entity-columns.js';
import { statement } from '../../../platform/database/statement.js';
import { olderSecretOf } from '../client-credential.js';
import { CLIENT_IS_KEPT, CLIENT_IS_LIVE } from '../client-state.js';
import type { ShownClient } from '../shown-client.js';
import { ClientEntity } from './client.entity.js';
import { IS_REVIEWED, SAID } from './insert-client.sql.js';

const CLIENT = columnsOf(ClientEntity);

/** A client as requests find it. */
const FOUND = {
  list: `${CLIENT.list}, ${olderSecretOf('c')} AS "olderSecret"`,
  shape: { ...CLIENT.shape, olderSecret: CLIENT.shape.olderSecretHash },
} as const;

export type FoundClient = ClientEntity & Pick<ShownClient, 'olderSecret'>;

export const FIND = statement(
  'clients.find',
  `SELECT ${FOUND.list} FROM clients c WHERE id = :id`,
  FOUND.shape,
);

export const FIND_BY_METADATA_URI = statement(
  'clients.find-by-metadata-uri',
  `SELECT ${FOUND.list} FROM clients c WHERE metadata_uri = :uri`,
  FOUND.shape,
);

// Also a suspended one: its keys must be replaced before it is restored.
export const LOCK_PORTAL_APP = statement(
  'clients.lock-portal-app',
  `SELECT ${CLIENT.list} FROM clients c WHERE id = :id AND origin = 'portal' AND ${CLIENT_IS_KEPT}
   FOR NO KEY UPDATE`,
  CLIENT.shape,
);

// Decisions on an earlier identity version do not count.
export const TRANSFER = statement(
  'clients.transfer',
  `UPDATE clients c SET organisation_id = :to, identity_version = identity_version + 1, protected_name = NULL
   WHERE id = :id AND origin = 'portal' AND organisation_id = :from AND ${CLIENT_IS_LIVE} RETURNING id`,
  { id: 'uuid' },
);

export const LIST_CONFIDENTIAL = statement(
  'clients.list-confidential',
  `SELECT ${CLIENT.list} FROM clients c
   WHERE organisation_id = ANY (:organisationIds) AND origin = 'portal' AND token_endpoint_auth_method <> 'none'
     AND ${CLIENT_IS_LIVE} AND (:id::uuid IS NULL OR id = :id)
   ORDER BY name, id`,
  CLIENT.shape,
);

export const LIST_OF_ORGANISATIONS = statement(
  'clients.list-of-organisations',
  `SELECT ${CLIENT.list} FROM clients c
   WHERE organisation_id = ANY (:organisationIds) AND origin = 'portal' AND state <> 'deleted'
     AND (:id::uuid IS NULL OR id = :id)
   ORDER BY name, id`,
  CLIENT.shape,
);

export const MAY_BE_SERVICE = statement(
  'clients.may-be-service',
  `SELECT id FROM clients c
   WHERE id = :id AND ${CLIENT_IS_LIVE} AND 'client_credentials' = ANY (grant_types)`,
  { id: 'uuid' },
);

export const RENEW_SECRET = statement(
  'clients.renew-secret',
  `UPDATE clients c SET secret_hash = :hash, secret_made_at = now(), secret_used_at = NULL,
     older_secret_hash = NULL, older_secret_ends_at = NULL
   WHERE id = :id AND origin = 'portal' AND secret_hash IS NOT NULL AND ${CLIENT_IS_KEPT}
   RETURNING name`,
  { name: 'text' },
);

export const MARK_AUTHENTICATED = statement(
  'clients.mark-authenticated',
  `UPDATE clients SET authenticated_at = coalesce(authenticated_at, now()),
     secret_used_at = CASE WHEN :hash = secret_hash THEN now() ELSE secret_used_at END,
     older_secret_used_at = CASE WHEN :hash = older_secret_hash THEN now() ELSE older_secret_used_at END
   WHERE id = :id AND (authenticated_at IS NULL
     OR secret_hash = :hash AND coalesce(secret_used_at, '-infinity') < now() - interval '50 minutes'
     OR older_secret_hash = :hash AND coalesce(older_secret_used_at, '-infinity') < now() - interval '50 minutes')`,
);

const SAID_COLUMNS = CLIENT.names(SAID);

export const FIND_REVIEWED = statement(
  'clients.find-reviewed',
  `SELECT name, redirect_uris AS "redirectUris" FROM clients c
   WHERE ${IS_REVIEWED} AND c.id IS DISTINCT FROM :except::uuid`,
  { name: 'text', redirectUris: 'text[]' },
);

// Decisions on an earlier identity version do not count. A new secret is unused.
export const DESCRIBE = statement(
  'clients.describe',
  `UPDATE clients SET ${SAID.map((property, i) => `${SAID_COLUMNS[i] ?? ''} = :${property}`).join(', ')},
     secret_made_at = CASE WHEN secret_hash = :secretHash THEN secret_made_at ELSE now() END,
     secret_used_at = CASE WHEN secret_hash = :secretHash THEN secret_used_at END,
     older_secret_hash = CASE WHEN secret_hash = :secretHash THEN older_secret_hash END,
     older_secret_ends_at = CASE WHEN secret_hash = :secretHash THEN older_secret_ends_at END,
     secret_hash = :secretHash, authenticated_at = CASE WHEN secret_hash = :secretHash THEN authenticated_at END,
     metadata_fetched_at = CASE WHEN metadata_uri IS NOT NULL THEN now() END,
     metadata_fresh_until = now() + :lifetime::float8 * interval '1 second', metadata_unfit_since = NULL,
     identity_version = identity_version + :changes::int,
     protected_name = CASE :changes::int WHEN 0 THEN protected_name END
   WHERE id = :id`,
);

export const PROTECT_NAME = statement(
  'clients.protect-name',
  `UPDATE clients SET protected_name = :form WHERE id = :id`,
);
