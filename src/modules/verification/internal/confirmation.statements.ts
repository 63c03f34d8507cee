import { statement } from '../../../platform/database/statement.js';
import { column } from '../../../platform/database/row-shape.js';
import { CONFIRM_EVERY_DAYS, CONFIRM_NOTICES } from '../confirmation.js';

const YEAR = `interval '${String(CONFIRM_EVERY_DAYS)} days'`;
const IS_REVIEWED = `tier IN ('verified', 'listed')`;
const BATCH = 100;

export const FIND_CONFIRMATION = statement(
  'app-verifications.find-confirmation',
  `SELECT standing, confirmed_at AS "confirmedAt", confirmed_at + ${YEAR} AS "confirmBy"
   FROM app_verifications WHERE client_id = :clientId AND ${IS_REVIEWED}`,
  {
    standing: column<'current' | 'lapsed'>('text'),
    ...{ confirmedAt: 'timestamptz', confirmBy: 'timestamptz' },
  },
);

export const CONFIRM = statement(
  'app-verifications.confirm',
  `UPDATE app_verifications v SET standing = 'current', lapsed_at = NULL, confirmed_at = now(), notices = 0 FROM clients c
   WHERE c.id = v.client_id AND v.client_id = :clientId AND v.${IS_REVIEWED} AND v.identity_version = c.identity_version
     AND (v.standing = 'lapsed' OR v.confirmed_at < now() - make_interval(days => :days))
   RETURNING v.client_id AS id`,
  { id: 'uuid' },
);

/** How many notices are due `n` days before the end. */
const DUE = CONFIRM_NOTICES.map(
  (days) => `(confirmed_at + ${YEAR} < now() + interval '${String(days)} days')::int`,
).join(' + ');

// By the index, the oldest first; a row that has had its notices is read once a day and left.
export const TAKE_NOTICES = statement(
  'app-verifications.take-notices',
  `UPDATE app_verifications SET notices = ${DUE}
   WHERE client_id IN (
     SELECT client_id FROM app_verifications
     WHERE standing = 'current' AND ${IS_REVIEWED}
       AND confirmed_at < now() - ${YEAR} + interval '${String(CONFIRM_NOTICES[0])} days'
       AND confirmed_at >= now() - ${YEAR} AND notices < ${DUE}
     ORDER BY confirmed_at LIMIT ${String(BATCH)} FOR UPDATE SKIP LOCKED)
   RETURNING client_id AS "clientId", notices`,
  { clientId: 'uuid', notices: 'integer' },
);

export const LAPSE = statement(
  'app-verifications.lapse',
  `UPDATE app_verifications SET standing = 'lapsed', lapsed_at = now()
   WHERE client_id IN (
     SELECT client_id FROM app_verifications
     WHERE standing = 'current' AND ${IS_REVIEWED} AND confirmed_at < now() - ${YEAR}
     ORDER BY confirmed_at LIMIT ${String(BATCH)} FOR UPDATE SKIP LOCKED)
   RETURNING client_id AS "clientId"`,
  { clientId: 'uuid' },
);
