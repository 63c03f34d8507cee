import { isOneOf } from '../../../../platform/database/entity-columns.js';
import { column } from '../../../../platform/database/row-shape.js';
import { statement } from '../../../../platform/database/statement.js';
import { CLIENT_IS_LIVE, type ClientState } from '../../../clients/client-state.js';
import { DEVELOPING } from '../../../projects/role.js';

// Another offer of the same app is replaced: its id is no longer valid. `replaced` reads the row of before.
export const OFFER = statement(
  'app-transfers.offer',
  `WITH replaced AS (
     SELECT email FROM app_transfers WHERE client_id = :clientId::uuid AND expires_at > now()
   )
   INSERT INTO app_transfers (id, client_id, from_organisation_id, offered_by, email, expires_at)
   SELECT :id::uuid, c.id, c.organisation_id, :userId::uuid, :email, now() + interval '7 days'
   FROM clients c
   WHERE c.id = :clientId::uuid AND c.organisation_id = :organisationId AND ${CLIENT_IS_LIVE}
   ON CONFLICT (client_id) DO UPDATE SET id = excluded.id, from_organisation_id = excluded.from_organisation_id,
     offered_by = excluded.offered_by, email = excluded.email, created_at = now(), expires_at = excluded.expires_at
   RETURNING id, (SELECT email FROM replaced) AS "replacedEmail"`,
  { id: 'uuid', replacedEmail: 'text?' },
);

/** Who made an offer may have left the organisation since, or their account ended. */
const OFFERED_BY_DEVELOPER = `EXISTS (
  SELECT FROM users o JOIN memberships m ON m.user_id = o.id AND m.ended_at IS NULL AND ${isOneOf('m.role', DEVELOPING)}
    JOIN projects p ON p.id = m.project_id AND p.organisation_id = t.from_organisation_id
  WHERE o.id = t.offered_by AND o.disabled_at IS NULL)`;

// The condition of single use: of two acceptances, and of an acceptance and a withdrawal, one deletes the row.
export const TAKE = statement(
  'app-transfers.take',
  `DELETE FROM app_transfers t USING users u
   WHERE t.id = :id AND u.id = :userId AND u.email = t.email AND u.email_verified_at IS NOT NULL
     AND u.disabled_at IS NULL AND t.expires_at > now() AND t.client_id = :clientId
     AND t.from_organisation_id = :organisationId AND ${OFFERED_BY_DEVELOPER}
   RETURNING t.offered_by AS "offeredBy"`,
  { offeredBy: 'uuid' },
);

export const DECLINE = statement(
  'app-transfers.decline',
  `DELETE FROM app_transfers t USING users u
   WHERE t.id = :id AND u.id = :userId AND u.email = t.email AND u.email_verified_at IS NOT NULL AND t.expires_at > now()
   RETURNING t.client_id AS "clientId", t.offered_by AS "offeredBy"`,
  { clientId: 'uuid', offeredBy: 'uuid' },
);

export const WITHDRAW = statement(
  'app-transfers.withdraw',
  `DELETE FROM app_transfers
   WHERE client_id = :clientId AND from_organisation_id = :organisationId AND expires_at > now() RETURNING email`,
  { email: 'text' },
);

/** The app has got another organisation, which did not offer it. */
export const END = statement(
  'app-transfers.end',
  'DELETE FROM app_transfers WHERE client_id = :clientId',
);

export const FIND_PENDING = statement(
  'app-transfers.find-pending',
  `SELECT t.email, u.name AS "offeredBy", t.expires_at AS "expiresAt"
   FROM app_transfers t JOIN users u ON u.id = t.offered_by
   WHERE t.client_id = :clientId AND t.from_organisation_id = :organisationId AND t.expires_at > now()`,
  { email: 'text', offeredBy: 'text', expiresAt: 'timestamptz' },
);

/** All that a person is offered, or one of these; the address of their account decides. */
export const LIST_OF_PERSON = statement(
  'app-transfers.list-of-person',
  `SELECT t.id, t.client_id AS "clientId", t.from_organisation_id AS "organisationId", t.expires_at AS "expiresAt",
     c.name AS app, c.state, o.name AS organisation, b.name AS "offeredBy",
     c.organisation_id = t.from_organisation_id AND ${OFFERED_BY_DEVELOPER} AS "stands",
     u.email_verified_at IS NOT NULL AS "emailVerified"
   FROM users u
   JOIN app_transfers t ON t.email = u.email AND t.expires_at > now()
   JOIN clients c ON c.id = t.client_id
   JOIN organisations o ON o.id = t.from_organisation_id
   JOIN users b ON b.id = t.offered_by
   WHERE u.id = :userId AND (:id::uuid IS NULL OR t.id = :id)
   ORDER BY t.created_at DESC, t.id LIMIT 50`,
  {
    ...{ id: 'uuid', clientId: 'uuid', organisationId: 'uuid', expiresAt: 'timestamptz' },
    ...{ app: 'text', state: column<ClientState>('text'), organisation: 'text' },
    ...{ offeredBy: 'text', stands: 'boolean', emailVerified: 'boolean' },
  },
);

export const FIND_OFFERED = statement(
  'app-transfers.find-offered',
  `SELECT t.email, c.name AS app, o.name AS organisation, b.name AS "offeredBy"
   FROM app_transfers t JOIN clients c ON c.id = t.client_id
   JOIN organisations o ON o.id = t.from_organisation_id JOIN users b ON b.id = t.offered_by
   WHERE t.id = :id AND t.expires_at > now() AND c.organisation_id = t.from_organisation_id AND ${CLIENT_IS_LIVE}`,
  { email: 'text', app: 'text', organisation: 'text', offeredBy: 'text' },
);

/** Of the mails about an outcome. */
export const FIND_CONCERNED = statement(
  'app-transfers.find-concerned',
  `SELECT c.name AS app, u.name AS person, u.email, o.name AS organisation, b.email AS "offererEmail", b.name AS offerer
   FROM clients c JOIN organisations o ON o.id = c.organisation_id, users u, users b
   WHERE c.id = :clientId AND u.id = :userId AND b.id = :offeredBy`,
  {
    ...{ app: 'text', person: 'text', email: 'text', organisation: 'text' },
    ...{ offererEmail: 'text', offerer: 'text' },
  },
);
