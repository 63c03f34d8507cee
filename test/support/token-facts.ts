import type { TestApp } from './test-app.js';

export interface AuditFact {
  readonly type: string;
  readonly outcome: string;
  readonly actor: Record<string, string>;
  readonly reason: string | null;
  readonly context: Record<string, unknown>;
}

/** The audit events of one target, in order. */
export const auditOf = (server: TestApp, targetId: string): Promise<AuditFact[]> =>
  server.database.query<AuditFact & Record<string, unknown>>(
    `SELECT type, outcome, actor, reason, context FROM audit_events
     WHERE target ->> 'id' = $1 ORDER BY recorded_at`,
    [targetId],
  );

/** The events of an app before the test: registered, reviewed and authorized. */
const OPENING = [
  ...['client.registered', 'client.reviewed', 'consent.granted', 'code.issued'],
  'service.connected',
];

/** The same without those events. */
export const laterAuditOf = async (server: TestApp, targetId: string): Promise<AuditFact[]> =>
  (await auditOf(server, targetId)).filter(({ type }) => !OPENING.includes(type));

/** When a grant, family or access token was revoked; null while it is live. */
export async function revokedAt(
  server: TestApp,
  table: 'grants' | 'token_families' | 'access_tokens',
  id: string,
): Promise<Date | null> {
  const [row] = await server.database.query<{ revoked_at: Date | null }>(
    `SELECT revoked_at FROM ${table} WHERE id = $1`,
    [id],
  );
  return row?.revoked_at ?? null;
}
