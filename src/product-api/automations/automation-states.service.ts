import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError, type FieldProblem } from '../../kernel/errors/problem-error.js';
import { AuditLog } from '../../modules/audit/audit-log.service.js';
import { Database } from '../../platform/database/database.js';
import { JobQueue } from '../../platform/jobs/job-queue.service.js';
import { auditActorOf } from '../access/audit-actor.js';
import { found, type EntityEnvelope } from '../access/envelope.js';
import type { Principal } from '../access/principal.js';
import { WebhookEvents } from '../webhooks/webhook-events.service.js';
import { toWire } from '../wire/wire-class.js';
import { Automation, type AutomationValidation } from './automations.dto.js';
import { AUTOMATION_ARCHIVED, AUTOMATION_RESUMED } from './internal/automation-jobs.js';
import {
  ACTIVATE_AUTOMATION,
  ARCHIVE_AUTOMATION,
  definitionOf,
  FIND_AUTOMATION,
  LOCK_AUTOMATION,
  MAX_ACTIVE,
  type AutomationRow,
} from './internal/automation.statements.js';
import { DefinitionChecks, SENDER_FAULT } from './internal/definition-checks.js';
import { LiveAutomations } from './internal/live-automations.js';
import { PauseAutomation } from './internal/pause-automation.js';
import { requireAllowed } from './internal/require-allowed.js';
import type { checkAllows } from './internal/states.js';

/** An automation is switched on and off, and put away. */
@Injectable()
export class AutomationStates {
  constructor(
    private readonly database: Database,
    private readonly checks: DefinitionChecks,
    private readonly live: LiveAutomations,
    private readonly pauses: PauseAutomation,
    private readonly audit: AuditLog,
    private readonly jobs: JobQueue,
    private readonly webhooks: WebhookEvents,
  ) {}

  /** What would keep it from being activated now. @throws ProblemError 404 */
  async validate(
    { projectId }: Principal,
    id: string,
  ): Promise<EntityEnvelope<AutomationValidation>> {
    const [row] = await this.database.query(FIND_AUTOMATION, { projectId, id });
    const definition = definitionOf(found(row ?? null));
    const problems = await this.database.transaction((tx) =>
      this.checks.findFaults(tx, projectId, definition),
    );
    return { entity: { valid: problems.length === 0, problems }, metadata: {} };
  }

  /**
   * From now on contacts enter, and those who are late go on.
   * @throws ProblemError 404, 409, 412, 422 for a definition that cannot run
   */
  activate(caller: Principal, id: string, expected?: number): Promise<EntityEnvelope<Automation>> {
    const { projectId, credential } = caller;
    return this.change(caller, id, 'activate', expected, async (tx, before) => {
      const faults = await this.checks.findFaults(tx, projectId, definitionOf(before));
      if (faults.length > 0) throw cannotRun(faults);
      const values = { projectId, id, credential: JSON.stringify(credential) };
      const [after] = await this.database.queryIn(tx, ACTIVATE_AUTOMATION, values);
      if (!after) {
        throw new ProblemError(
          'conflict',
          `A project has ${MAX_ACTIVE} active automations at most.`,
        );
      }
      await this.live.publish(tx, after);
      await this.record(tx, caller, 'automation.activated', id);
      const fact = { projectId, subjectId: id, data: { title: after.title } };
      await this.webhooks.announce(tx, { ...fact, type: 'automation.activated' });
      await this.jobs.add(tx, AUTOMATION_RESUMED, { projectId, automationId: id });
      return after;
    });
  }

  /** Nobody enters, and everybody stays where they are. @throws ProblemError 404, 409, 412 */
  pause(caller: Principal, id: string, expected?: number): Promise<EntityEnvelope<Automation>> {
    return this.change(caller, id, 'pause', expected, async (tx, { projectId }) =>
      this.pauses.execute(tx, { projectId, id, reason: 'requested', actor: auditActorOf(caller) }),
    );
  }

  /** For good: it ends for everybody under way. @throws ProblemError 404, 409, 412 */
  archive(caller: Principal, id: string, expected?: number): Promise<EntityEnvelope<Automation>> {
    return this.change(caller, id, 'archive', expected, async (tx, { projectId }) => {
      const [after] = await this.database.queryIn(tx, ARCHIVE_AUTOMATION, { projectId, id });
      if (!after) return undefined;
      await this.live.refresh(tx, after);
      await this.record(tx, caller, 'automation.archived', id);
      await this.jobs.add(tx, AUTOMATION_ARCHIVED, { projectId, automationId: id });
      return after;
    });
  }

  private change(
    { projectId }: Principal,
    id: string,
    action: Parameters<typeof checkAllows>[1],
    expected: number | undefined,
    work: (tx: EntityManager, before: AutomationRow) => Promise<AutomationRow | undefined>,
  ): Promise<EntityEnvelope<Automation>> {
    return this.database.transaction(async (tx) => {
      await this.live.lock(tx, projectId, id);
      const [row] = await this.database.queryIn(tx, LOCK_AUTOMATION, { projectId, id });
      const after = await work(tx, requireAllowed(row, action, expected));
      if (!after) throw new Error('The locked automation was not changed.');
      return { entity: toWire(Automation, after), metadata: {} };
    });
  }

  private record(
    tx: EntityManager,
    caller: Principal,
    type: 'automation.activated' | 'automation.archived',
    id: string,
  ): Promise<void> {
    const { projectId } = caller;
    const target = { kind: 'automation', id };
    return this.audit.record(tx, { type, actor: auditActorOf(caller), target, projectId });
  }
}

function cannotRun(errors: readonly FieldProblem[]): ProblemError {
  const code = errors.every((fault) => fault.code === SENDER_FAULT)
    ? 'sender_not_approved'
    : 'unprocessable';
  return new ProblemError(code, 'The automation cannot run like this.', { errors });
}
