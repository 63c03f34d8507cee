import type { AuditEvent } from '../../src/modules/audit/audit-event.js';

/** The client of a request, by its UUID, for statements that read client and token together. */
export const keyOf = (shownClientId: string) => ({ shownClientId, shownMetadataUri: null });

/** Any event, for statements that record theirs. */
export const EVENT: AuditEvent = {
  type: 'token.issued',
  actor: { kind: 'system' },
  target: { kind: 'grant', id: 'any' },
};
