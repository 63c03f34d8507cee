import { statement } from '../../../platform/database/statement.js';
import type { GrantedProject } from '../grant.js';

export const ADD_PROJECT = statement(
  'grant-project.add',
  `INSERT INTO grant_projects (id, grant_id, project_id, membership_id, scopes, requested_scopes, consent_epoch)
   VALUES (:id, :grantId, :projectId, :membershipId, :scopes, :requestedScopes, :consentEpoch)`,
);
export const KEEP_PROJECT = statement(
  'grant-project.keep',
  `UPDATE grant_projects SET scopes = :scopes, requested_scopes = :requestedScopes
   WHERE grant_id = :grantId AND project_id = :projectId AND membership_id = :membershipId AND revoked_at IS NULL
   RETURNING id`,
  { id: 'uuid' },
);

/** One row of `grant_projects`. */
export const rowOf = (grantId: string, project: GrantedProject) => ({
  ...project,
  grantId,
  scopes: project.scopes.toArray(),
  requestedScopes: project.requestedScopes.toArray(),
});
