import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { NotedActivity } from '../../../platform/database/noted-activity.js';
import { statement } from '../../../platform/database/statement.js';

const RECORD_SCOPES = statement(
  'app-scope-use.record',
  `INSERT INTO app_scope_uses AS known (client_id, scope, used_on)
   SELECT n.client_id, n.scope, n.used_on
   FROM unnest(:clientIds::uuid[], :scopes::text[], :days::date[]) AS n (client_id, scope, used_on)
   JOIN clients c ON c.id = n.client_id ORDER BY 1, 2
   ON CONFLICT (client_id, scope) DO UPDATE SET used_on = excluded.used_on WHERE known.used_on < excluded.used_on`,
);

/** Beyond so many, scopes are written again that were written today. */
const MOST_KNOWN = 100_000;

interface ScopeUse {
  readonly day: string;
}

/** Which scopes apps use. Apps and scopes bound what is collected, and a scope is written once a day. */
@Injectable()
export class NoteScopes extends NotedActivity<ScopeUse> {
  protected override readonly nothing = { day: '' };
  /** Written today by this process. */
  private known = new Set<string>();
  private day = '';

  constructor(private readonly database: Database) {
    super();
  }

  noteUse(clientId: string, scopes: readonly string[], day: string): void {
    if (day !== this.day) {
      this.day = day;
      this.known = new Set();
    }
    for (const scope of scopes) {
      const key = `${clientId} ${scope}`;
      if (!this.known.has(key)) this.note(key, { day });
    }
  }

  protected override async record(noted: ReadonlyMap<string, ScopeUse>): Promise<void> {
    const keys = [...noted.keys()].map((key) => key.split(' '));
    await this.database.query(RECORD_SCOPES, {
      clientIds: keys.map(([clientId]) => clientId),
      scopes: keys.map(([, scope]) => scope),
      days: [...noted.values()].map(({ day }) => day),
    });
    if (this.known.size > MOST_KNOWN) this.known = new Set();
    for (const key of noted.keys()) this.known.add(key);
  }
}
