import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import type { AuditActor } from '../../modules/audit/audit-event.js';
import { AuditLog } from '../../modules/audit/audit-log.service.js';
import { Environment } from '../../platform/config/environment.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/entity-columns.js';
import { sharedLookup } from '../../platform/database/shared-statement.js';
import { statement } from '../../platform/database/statement.js';
import { auditActorOf } from '../access/audit-actor.js';
import type { Principal } from '../access/principal.js';
import { invalid } from '../access/request.pipe.js';
import { SenderEntity } from './internal/sender.entity.js';
import { needsReview, senderTypeOf } from './sender-address.js';
import type { RequestSenderDto } from './senders.dto.js';

const SENDER = columnsOf(SenderEntity);

const MOST_SENDERS = 100;

const FIND_DEFAULT = sharedLookup(
  'senders.find-default',
  { projectId: 'uuid' },
  'SELECT id FROM senders WHERE project_id = :projectId AND is_default',
  { id: 'uuid' },
);

const COUNT = statement(
  'senders.count',
  'SELECT count(*)::int AS count FROM senders WHERE project_id = :projectId',
  { count: 'integer' },
);

const ADD = statement(
  'senders.add',
  `INSERT INTO senders (id, project_id, address, type, countries, status, reason)
   VALUES (:id::uuid, :projectId::uuid, :from, :type, :countries::text[], :status, :reason::text)
   ON CONFLICT (project_id, address) DO NOTHING RETURNING ${SENDER.list}`,
  SENDER.shape,
);

// The first one that may be used is the default.
const DECIDE = statement(
  'senders.decide',
  `UPDATE senders s SET status = :status, reason = :reason::text, updated_at = now(),
     is_default = s.is_default OR :status = 'approved' AND NOT EXISTS (
       SELECT FROM senders d WHERE d.project_id = s.project_id AND d.is_default)
   WHERE s.id = :id RETURNING s.address AS "from", s.project_id AS "projectId", s.is_default AS "isDefault"`,
  { from: 'text', projectId: 'uuid', isDefault: 'boolean' },
);

/** What an operator decides about a sender. */
export interface SenderDecision {
  readonly status: 'approved' | 'rejected' | 'disabled';
  readonly reason: string | null;
}

/** Names and numbers that messages come from. */
@Injectable()
export class Senders {
  constructor(
    private readonly database: Database,
    private readonly environment: Environment,
    private readonly audit: AuditLog,
  ) {}

  /** UUID of the default sender, or null. */
  async findDefault(projectId: string): Promise<string | null> {
    return (await this.database.queryShared(FIND_DEFAULT, { projectId }))?.id ?? null;
  }

  /**
   * A new sender. An operator approves it; with the sandbox carrier, which sends nothing, that happens at once, but for
   * names that could be taken for somebody else's, and for numbers.
   * @throws ProblemError 400 for what is no address of a sender, 409 if the project has it, 422 if it has too many
   */
  request(caller: Principal, { from, countries = [] }: RequestSenderDto): Promise<SenderEntity> {
    const { projectId } = caller;
    const type = senderTypeOf(from);
    if (type === null) throw invalid([{ pointer: '/from', code: 'sender', message: NO_SENDER }]);
    return this.database.transaction(async (tx) => {
      const reason = reasonForReview(type, from);
      const added = await this.add(tx, projectId, { from, type, countries, reason });
      await this.note(tx, 'sender.requested', auditActorOf(caller), added);
      if (reason !== null || this.environment.SMS_GATEWAY !== 'sandbox') return added;
      const { isDefault } = await this.decide(tx, added.id, { status: 'approved', reason: null });
      return { ...added, status: 'approved', isDefault };
    });
  }

  private async add(
    tx: EntityManager,
    projectId: string,
    sender: Pick<SenderEntity, 'from' | 'type' | 'reason'> & { countries: readonly string[] },
  ): Promise<SenderEntity> {
    const [row] = await this.database.queryIn(tx, COUNT, { projectId });
    if ((row?.count ?? 0) >= MOST_SENDERS) throw new ProblemError('unprocessable', TOO_MANY);
    const values = { ...sender, id: newId(), projectId, status: 'pending' };
    const [added] = await this.database.queryIn(tx, ADD, values);
    if (!added) throw new ProblemError('conflict', 'The project has this sender already.');
    return added;
  }

  /** @throws ProblemError 404 */
  async decide(
    tx: EntityManager,
    id: string,
    { status, reason }: SenderDecision,
  ): Promise<{ readonly from: string; readonly isDefault: boolean }> {
    const [row] = await this.database.queryIn(tx, DECIDE, { id, status, reason });
    if (!row) throw new ProblemError('not_found', 'There is no such sender.');
    await this.note(tx, `sender.${status}`, { kind: 'system' }, { id, ...row });
    return row;
  }

  private async note(
    tx: EntityManager,
    type: 'sender.requested' | `sender.${SenderDecision['status']}`,
    actor: AuditActor,
    { id, projectId, from }: Pick<SenderEntity, 'id' | 'projectId' | 'from'>,
  ): Promise<void> {
    const target = { kind: 'sender', id };
    await this.audit.record(tx, { type, actor, target, projectId, context: { from } });
  }
}

/** Why an operator has to look; null for a name that nobody could take for another's. */
function reasonForReview(type: SenderEntity['type'], from: string): string | null {
  if (type !== 'alphanumeric') return 'number_review';
  return needsReview(from) ? 'name_review' : null;
}

const NO_SENDER =
  'must be 3 to 11 letters, digits, spaces and .&_- with a letter, a number in E.164, or a short code';
const TOO_MANY = `A project has ${MOST_SENDERS} senders at most.`;
