import { statement } from '../../../../platform/database/statement.js';
import { mayBe } from '../../version-state.js';

/** Of two at once, one finds the version in a state of `TRANSITIONS`. */
const DONE = { id: 'uuid', round: 'integer' } as const;

/** The decision closes an appeal, and nobody has the version any more. */
const DECIDED = `state_changed_at = now(), reviewer_id = NULL,
  appeal = CASE appeal WHEN 'open' THEN 'decided' ELSE appeal END`;

// Who belongs to the organisation of the app decides nothing about it.
const IS_INDEPENDENT = `NOT EXISTS (
  SELECT FROM clients c JOIN projects p ON p.organisation_id = c.organisation_id
    JOIN memberships m ON m.project_id = p.id AND m.ended_at IS NULL
  WHERE c.id = app_versions.client_id AND m.user_id = :staffId)`;

const HAS_IT = `reviewer_id = :staffId AND round = :round AND ${IS_INDEPENDENT}` as const;

export const SUBMIT = statement(
  'app-version.submit',
  `UPDATE app_versions SET state = 'submitted', state_changed_at = now(), submitted_at = now(), appeal = 'none',
     due_at = now() + make_interval(days => :days), round = round + 1, kind = :kind, changed = :changed,
     metadata = :metadata::jsonb, profile = :profile::jsonb, answers = :answers::jsonb
   WHERE id = :id AND ${mayBe('submit')} RETURNING id, round`,
  DONE,
);

export const WITHDRAW = statement(
  'app-version.withdraw',
  `UPDATE app_versions SET state = 'withdrawn', state_changed_at = now(), reviewer_id = NULL
   WHERE id = :id AND ${mayBe('withdraw')} RETURNING id, round`,
  DONE,
);

// For another organisation everything begins anew, and a rejection of then cannot be appealed.
export const END_ALL = statement(
  'app-version.end-all',
  `UPDATE app_versions SET reviewer_id = NULL,
     state = CASE state WHEN 'rejected' THEN state ELSE 'withdrawn' END,
     state_changed_at = CASE state WHEN 'rejected' THEN state_changed_at ELSE now() END,
     appeal = CASE state WHEN 'rejected' THEN 'decided' ELSE appeal END
   WHERE client_id = :clientId AND (${mayBe('withdraw')} OR state = 'rejected' AND appeal = 'none')`,
);

// What was rejected has keys that the app must not have again.
export const END_APPEALS = statement(
  'app-version.end-appeals',
  `UPDATE app_versions SET appeal = 'decided' WHERE client_id = :clientId AND state = 'rejected' AND appeal = 'none'`,
);

export const FORGET_ANSWERS = statement(
  'app-answers.forget',
  'DELETE FROM app_answers WHERE client_id = :clientId',
);

export const FORGET_PROOFS = statement(
  'domain-proof.forget-all',
  'DELETE FROM domain_proofs WHERE client_id = :clientId',
);

// Once for each rejection, within 90 days, of the last version only.
export const APPEAL = statement(
  'app-version.appeal',
  `UPDATE app_versions SET state = 'submitted', state_changed_at = now(), submitted_at = now(), appeal = 'open',
     due_at = now() + make_interval(days => :days), round = round + 1
   WHERE id = :id AND ${mayBe('appeal')} AND appeal = 'none' AND state_changed_at > now() - interval '90 days'
     AND NOT EXISTS (SELECT FROM app_versions later WHERE later.client_id = app_versions.client_id AND later.id > app_versions.id)
   RETURNING id, round`,
  DONE,
);

// Also from somebody else of staff, who may be away.
export const TAKE = statement(
  'app-version.take',
  `UPDATE app_versions SET state = 'in_review', state_changed_at = now(), reviewer_id = :staffId
   WHERE id = :id AND ${mayBe('take')} AND reviewer_id IS DISTINCT FROM :staffId
     AND (appeal <> 'open' OR rejected_by IS DISTINCT FROM :staffId) AND ${IS_INDEPENDENT}
   RETURNING id, round`,
  DONE,
);

export const RELEASE = statement(
  'app-version.release',
  `UPDATE app_versions SET state = 'submitted', state_changed_at = now(), reviewer_id = NULL
   WHERE id = :id AND ${mayBe('release')} AND reviewer_id = :staffId RETURNING id, round`,
  DONE,
);

export const APPROVE = statement(
  'app-version.approve',
  `UPDATE app_versions SET state = 'approved', approved_scopes = :approvedScopes, ${DECIDED}
   WHERE id = :id AND ${mayBe('approve')} AND ${HAS_IT} RETURNING id, round`,
  DONE,
);

export const REQUEST_CHANGES = statement(
  'app-version.request-changes',
  `UPDATE app_versions SET state = 'changes_requested', ${DECIDED}
   WHERE id = :id AND ${mayBe('request_changes')} AND ${HAS_IT} RETURNING id, round`,
  DONE,
);

export const REJECT = statement(
  'app-version.reject',
  `UPDATE app_versions SET state = 'rejected', rejected_by = :staffId, ${DECIDED}
   WHERE id = :id AND ${mayBe('reject')} AND ${HAS_IT} RETURNING id, round`,
  DONE,
);

export const INSERT_EVENT = statement(
  'app-version.insert-event',
  `INSERT INTO app_version_events (id, version_id, round, action, actor_id, reason, comments)
   VALUES (:id, :versionId, :round, :action, :actorId, :reason, :comments::jsonb)`,
);

export const IS_MEMBER = statement(
  'app-version.is-member',
  `SELECT ${IS_INDEPENDENT} AS independent FROM app_versions WHERE id = :id`,
  { independent: 'boolean' },
);
