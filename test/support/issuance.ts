import type { AuditEvent } from '../../src/modules/audit/audit-event.js';

/** The client of a request that names none, for statements that read client and token together. */
export const NO_CLIENT = { shownClientId: null, shownMetadataUri: null } as const;

/** Any event, for statements that record theirs. */
export const EVENT: AuditEvent = {
  type: 'token.issued',
  actor: { kind: 'system' },
  target: { kind: 'grant', id: 'any' },
};
