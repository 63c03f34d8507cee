import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { notFound, ProblemError } from '../../kernel/errors/problem-error.js';
import { Database } from '../../platform/database/database.js';
import type { AuditActor } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.service.js';
import type { AppPolicy } from './app-policy.js';
import {
  CHANGE_ROLE,
  END_MEMBERSHIP,
  FIND_ROLE,
  LOCK_PROJECT,
  SET_POLICY,
} from './internal/member.statements.js';
import type { Role } from './role.js';

interface Member {
  readonly projectId: string;
  readonly userId: string;
}

/** Members of a project, as they change and leave, and which apps it lets in. UUIDs. */
@Injectable()
export class ProjectMembers {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Ends the membership, and at once all access that rests on it: of apps, services and API tokens. Coming back begins
   * another one, so none of that access does.
   * @throws ProblemError `not_found`; `conflict` for the only owner
   */
  async remove(tx: EntityManager, member: Member, actor: AuditActor): Promise<void> {
    const before = await this.lock(tx, member);
    const ended = await this.database.queryIn(tx, END_MEMBERSHIP, { ...member });
    if (ended.length === 0) throw onlyOwner();
    await this.record(tx, 'member.removed', member, { actor, context: { role: before } });
  }

  /** @throws ProblemError `not_found`; `conflict` for the only owner */
  async changeRole(
    tx: EntityManager,
    member: Member,
    role: Role,
    actor: AuditActor,
  ): Promise<void> {
    const before = await this.lock(tx, member);
    const changed = await this.database.queryIn(tx, CHANGE_ROLE, { ...member, role });
    if (changed.length === 0) throw onlyOwner();
    const context = { role, role_before: before };
    await this.record(tx, 'member.role_changed', member, { actor, context });
  }

  /** Which apps the project lets in: it applies to the next call of each. @throws ProblemError `not_found` */
  async setPolicy(
    tx: EntityManager,
    projectId: string,
    policy: AppPolicy,
    actor: AuditActor,
  ): Promise<void> {
    const [changed] = await this.database.queryIn(tx, SET_POLICY, { projectId, policy });
    if (!changed) throw notFound();
    await this.audit.record(tx, {
      ...{ type: 'project.policy_changed', actor, projectId },
      target: { kind: 'project', id: projectId },
      context: { policy, policy_before: changed.before },
    });
  }

  /** The present role, once nobody else changes the members. */
  private async lock(tx: EntityManager, member: Member): Promise<Role> {
    await this.database.queryIn(tx, LOCK_PROJECT, { projectId: member.projectId });
    const [found] = await this.database.queryIn(tx, FIND_ROLE, { ...member });
    if (!found) throw new ProblemError('not_found', 'The person is no member of the project.');
    return found.role;
  }

  private async record(
    tx: EntityManager,
    type: 'member.removed' | 'member.role_changed',
    { projectId, userId }: Member,
    { actor, context }: { readonly actor: AuditActor; readonly context: Record<string, string> },
  ): Promise<void> {
    const target = { kind: 'user', id: userId };
    await this.audit.record(tx, { type, actor, target, projectId, context });
  }
}

const onlyOwner = (): ProblemError =>
  new ProblemError(
    'conflict',
    'This is the only owner of the project. Make somebody else an owner first.',
  );
