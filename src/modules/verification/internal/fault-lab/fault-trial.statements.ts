import { column } from '../../../../platform/database/row-shape.js';
import { statement } from '../../../../platform/database/statement.js';
import type { TrialState } from '../../fault-lab/fault-trial.js';
import {
  MINUTES_TO_SURVIVE,
  type Fault,
  type FaultFailure,
  type FaultPlace,
} from '../../fault-lab/faults.js';

/** Nothing while the lab still waits for what the app does about the same fault. */
export const BEGIN = statement(
  'fault-trials.begin',
  `INSERT INTO fault_trials
     (client_id, fault, id, identity_version, place, grant_id, person_id, request_hash, key_hash, has_effect, ends_at)
   SELECT c.id, :fault, :id, c.identity_version, :place, :grantId, :personId, :requestHash, :keyHash, :hasEffect,
     now() + interval '${String(MINUTES_TO_SURVIVE)} minutes'
   FROM clients c WHERE c.id = :clientId
   ON CONFLICT (client_id, fault) DO UPDATE SET
     id = excluded.id, identity_version = excluded.identity_version, place = excluded.place, state = 'waiting',
     reason = NULL, grant_id = excluded.grant_id, person_id = excluded.person_id, request_hash = excluded.request_hash,
     key_hash = excluded.key_hash, has_effect = excluded.has_effect, refusals = 0, started_at = now(),
     ends_at = excluded.ends_at
   WHERE fault_trials.state IN ('survived', 'failed') OR fault_trials.ends_at <= now()
   RETURNING id`,
  { id: 'uuid' },
);

export const FIND_OPEN = statement(
  'fault-trials.find-open',
  `SELECT t.id, t.fault, t.place, t.state, t.refusals, t.grant_id AS "grantId", t.person_id AS "personId",
     t.request_hash AS "requestHash", t.key_hash AS "keyHash", t.has_effect AS "hasEffect",
     extract(epoch FROM clock_timestamp() - t.started_at)::float8 AS seconds
   FROM fault_trials t
   WHERE t.client_id = :clientId AND t.state IN ('waiting', 'renewed') AND t.ends_at > now()`,
  {
    ...{ id: 'uuid', fault: column<Fault>('text'), place: column<FaultPlace>('text') },
    ...{ state: column<'waiting' | 'renewed'>('text'), refusals: 'integer' },
    ...{ grantId: 'uuid', personId: 'uuid?', requestHash: 'bytea?', keyHash: 'bytea?' },
    ...{ hasEffect: 'boolean', seconds: 'double precision' },
  },
);

export const DECIDE = statement(
  'fault-trials.decide',
  `UPDATE fault_trials SET state = :state, reason = :reason, refusals = :refusals
   WHERE id = :id AND state = :before`,
);

/** Of the present identity version: what an earlier one survived does not count. */
export const FIND_ALL = statement(
  'fault-trials.find-all',
  `SELECT t.fault, t.state, t.reason, t.started_at AS "startedAt", t.ends_at AS "endsAt"
   FROM fault_trials t JOIN clients c ON c.id = t.client_id AND c.identity_version = t.identity_version
   WHERE t.client_id = :clientId`,
  {
    ...{ fault: column<Fault>('text'), state: column<TrialState>('text') },
    ...{
      reason: column<FaultFailure | null>('text'),
      startedAt: 'timestamptz',
      endsAt: 'timestamptz',
    },
  },
);

export const FIND_GRANT_TYPES = statement(
  'fault-trials.find-grant-types',
  `SELECT c.grant_types AS "grantTypes" FROM clients c WHERE c.id = :clientId`,
  { grantTypes: 'text[]' },
);

/** A trial that waited in vain. At most nine of an app. */
export const FAIL_LATE = statement(
  'fault-trials.fail-late',
  `UPDATE fault_trials SET state = 'failed', reason = 'too_late'
   WHERE id = ANY (ARRAY(
     SELECT id FROM fault_trials WHERE state IN ('waiting', 'renewed') AND ends_at <= now()
     ORDER BY ends_at LIMIT 1000 FOR UPDATE SKIP LOCKED))`,
);
