import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { mintSecret } from '../../kernel/secret.js';
import { Database } from '../../platform/database/database.js';
import { statement, type RowOf } from '../../platform/database/statement.js';
import type { AuditActor } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { CLIENT_IS_KEPT } from './client-state.js';

const FIND = statement(
  'app-secrets.find',
  `SELECT secret_made_at AS "madeAt", secret_used_at AS "usedAt", older_secret_made_at AS "olderMadeAt",
     older_secret_used_at AS "olderUsedAt",
     CASE WHEN older_secret_ends_at > now() THEN older_secret_ends_at END AS "olderEndsAt"
   FROM clients WHERE id = :clientId AND secret_hash IS NOT NULL`,
  {
    madeAt: 'timestamptz?',
    usedAt: 'timestamptz?',
    olderMadeAt: 'timestamptz?',
    olderUsedAt: 'timestamptz?',
    // Null: there is no older secret that is valid.
    olderEndsAt: 'timestamptz?',
  },
);

/** The secrets of an app: never their text, which is not stored. Uses are noted to the hour. */
export type AppSecretsView = RowOf<typeof FIND>;

// One statement, so that of concurrent requests one makes a secret and there are never three.
const ADD = statement(
  'app-secrets.add',
  `UPDATE clients c SET older_secret_hash = CASE WHEN :hours::int > 0 THEN secret_hash END,
     older_secret_ends_at = CASE WHEN :hours::int > 0 THEN now() + :hours::int * interval '1 hour' END,
     older_secret_made_at = secret_made_at, older_secret_used_at = secret_used_at,
     secret_hash = :hash, secret_made_at = now(), secret_used_at = NULL
   WHERE id = :clientId AND origin = 'portal' AND secret_hash IS NOT NULL AND ${CLIENT_IS_KEPT}
     AND (older_secret_ends_at IS NULL OR older_secret_ends_at <= now())
   RETURNING id`,
  { id: 'uuid' },
);

const END_OLDER = statement(
  'app-secrets.end-older',
  `UPDATE clients c SET older_secret_hash = NULL, older_secret_ends_at = NULL
   WHERE id = :clientId AND origin = 'portal' AND older_secret_ends_at > now() AND ${CLIENT_IS_KEPT}
   RETURNING id`,
  { id: 'uuid' },
);

/** The secrets of an organisation's app: at most two are valid at the same time. */
@Injectable()
export class AppSecrets {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** By UUID; null for an app without a secret. */
  async find(clientId: string): Promise<AppSecretsView | null> {
    const [row] = await this.database.query(FIND, { clientId });
    return row ?? null;
  }

  /**
   * A new secret, returned this once. The present one stays valid for so many hours; with 0 it ends at once.
   * @returns null if two are valid already, or the app has none to replace
   */
  async add(
    tx: EntityManager,
    clientId: string,
    hours: number,
    actor: AuditActor,
  ): Promise<string | null> {
    const { text, hash } = mintSecret('iscs');
    const [added] = await this.database.queryIn(tx, ADD, { clientId, hours, hash });
    if (!added) return null;
    const target = { kind: 'client', id: clientId };
    const context = { overlap_hours: hours };
    await this.audit.record(tx, { type: 'client.secret_added', actor, target, context });
    return text;
  }

  /** Ends the older secret now. @returns whether there was one */
  async endOlder(tx: EntityManager, clientId: string, actor: AuditActor): Promise<boolean> {
    const [ended] = await this.database.queryIn(tx, END_OLDER, { clientId });
    if (!ended) return false;
    const target = { kind: 'client', id: clientId };
    await this.audit.record(tx, { type: 'client.secret_ended', actor, target });
    return true;
  }
}
