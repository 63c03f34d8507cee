import type { AuditActor } from '../../modules/audit/audit-event.js';
import type { Principal } from './principal.js';

/** Who made a change through the Product API, for the audit log. */
export function auditActorOf({ credential }: Pick<Principal, 'credential'>): AuditActor {
  const { id, personId } = credential;
  if (credential.kind === 'api_token') {
    return { kind: 'token', tokenId: id, userId: credential.personId };
  }
  const app = { kind: 'app', clientId: credential.clientId, grantId: id } as const;
  return personId === null ? app : { ...app, userId: personId };
}
