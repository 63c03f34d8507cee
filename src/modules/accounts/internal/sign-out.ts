import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { AuditLog } from '../../audit/audit-log.service.js';
import type { BrowserSession } from '../browser-session.js';
import { BrowserSessionStore } from './browser-session.store.js';

/** Ends a browser session. */
@Injectable()
export class SignOut {
  constructor(
    private readonly database: Database,
    private readonly store: BrowserSessionStore,
    private readonly audit: AuditLog,
  ) {}

  /** Idempotent: a form sent twice ends the session once. */
  async execute(session: BrowserSession): Promise<void> {
    await this.database.transaction(async (tx) => {
      const ended = await this.store.end(tx, session.id);
      if (!ended || !session.user) return;
      await this.audit.record(tx, {
        type: 'user.signed_out',
        actor: { kind: 'user', userId: session.user.id },
        target: { kind: 'user', id: session.user.id },
      });
    });
  }
}
