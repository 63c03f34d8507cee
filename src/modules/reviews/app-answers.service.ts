import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { column } from '../../platform/database/row-shape.js';
import { statement } from '../../platform/database/statement.js';
import type { AuditActor } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { ANSWER_NAMES, type Answers } from './verification-answers.js';

const FIND = statement(
  'app-answers.find',
  `SELECT answers FROM app_answers WHERE client_id = :clientId`,
  { answers: column<Answers>('jsonb') },
);

const STORE = statement(
  'app-answers.store',
  `INSERT INTO app_answers (client_id, answers) VALUES (:clientId, :answers::jsonb)
   ON CONFLICT (client_id) DO UPDATE SET answers = excluded.answers, changed_at = now()`,
);

/** What an organisation tells staff about its app. A submission takes a copy, so it can be changed at any time. */
@Injectable()
export class AppAnswers {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async of(clientId: string): Promise<Answers> {
    const [row] = await this.database.query(FIND, { clientId });
    return row?.answers ?? {};
  }

  async ofIn(tx: EntityManager, clientId: string): Promise<Answers> {
    const [row] = await this.database.queryIn(tx, FIND, { clientId });
    return row?.answers ?? {};
  }

  /** Replaces all of them; the caller has validated them. */
  async save(
    tx: EntityManager,
    clientId: string,
    answers: Answers,
    actor: AuditActor,
  ): Promise<void> {
    const before = await this.ofIn(tx, clientId);
    if (isDeepStrictEqual(before, answers)) return;
    await this.database.queryIn(tx, STORE, { clientId, answers: JSON.stringify(answers) });
    // Which, and never what: test credentials may be among them.
    const changed = ANSWER_NAMES.filter((name) => before[name] !== answers[name]);
    const target = { kind: 'client', id: clientId };
    await this.audit.record(tx, {
      type: 'app_answers.changed',
      ...{ actor, target, context: { changed } },
    });
  }
}
