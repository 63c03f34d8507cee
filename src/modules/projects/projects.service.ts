import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { AuditLog } from '../audit/audit-log.service.js';
import type { AppPolicy } from './app-policy.js';
import {
  INSERT_MEMBERSHIP,
  INSERT_ORGANISATION,
  INSERT_PROJECT,
  MEMBERSHIPS,
  ORGANISATION_NAME,
  type MembershipRow,
} from './internal/project.statements.js';
import type { Plan } from './plan.js';
import type { ProjectKind } from './project-kind.js';
import type { Role } from './role.js';

export interface OrganisationView {
  readonly id: string;
  readonly name: string;
}

/** A project, as other modules see it. */
export interface ProjectView {
  readonly id: string;
  readonly name: string;
  readonly plan: Plan;
  readonly kind: ProjectKind;
  readonly appPolicy: AppPolicy;
  readonly organisation: OrganisationView;
}

/**
 * One membership of a person in a project. Leaving ends it, and coming back begins another one with another id, so that
 * grants under the first stay void.
 */
export interface Membership {
  readonly id: string;
  readonly role: Role;
  readonly project: ProjectView;
}

export interface NewProject {
  readonly organisationId: string;
  readonly name: string;
  readonly plan: Plan;
  /** Default `live`. */
  readonly kind?: ProjectKind;
  readonly appPolicy?: AppPolicy;
  /** BCP 47 language tag. Default `en`. */
  readonly locale?: string;
  /** IANA time zone. Default `UTC`. */
  readonly timezone?: string;
  /** ISO 3166-1 alpha-2, for phone numbers without a country. Default `ES`. */
  readonly defaultCountry?: string;
}

/** Organisations, their projects and memberships. */
@Injectable()
export class ProjectsService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** The person's memberships that have not ended, by organisation and project name. */
  async membershipsOf(userId: string): Promise<Membership[]> {
    const rows = await this.database.query(MEMBERSHIPS, { userId });
    return rows.map(toMembership);
  }

  /**
   * The same, read inside the transaction (attack D11). It locks nothing: a change of role, plan or policy does not
   * wait for decisions, since all three are applied again whenever a grant is used.
   */
  async membershipsIn(tx: EntityManager, userId: string): Promise<Membership[]> {
    const rows = await this.database.queryIn(tx, MEMBERSHIPS, { userId });
    return rows.map(toMembership);
  }

  /** Null for null, and for an organisation that does not exist. */
  async organisationName(id: string | null): Promise<string | null> {
    if (id === null) return null;
    const [row] = await this.database.query(ORGANISATION_NAME, { id });
    return row?.name ?? null;
  }

  async createOrganisation(
    tx: EntityManager,
    { name }: { name: string },
  ): Promise<OrganisationView> {
    const organisation = { id: newId(), name };
    await this.database.queryIn(tx, INSERT_ORGANISATION, organisation);
    await this.audit.record(tx, {
      type: 'organisation.created',
      actor: { kind: 'system' },
      target: { kind: 'organisation', id: organisation.id },
    });
    return organisation;
  }

  async createProject(tx: EntityManager, project: NewProject): Promise<{ id: string }> {
    const id = newId();
    const { kind = null, appPolicy = null, locale = null } = project;
    const { timezone = null, defaultCountry = null } = project;
    await this.database.queryIn(tx, INSERT_PROJECT, {
      ...{ ...project, id, kind, appPolicy },
      ...{ locale, timezone, defaultCountry },
    });
    await this.audit.record(tx, {
      type: 'project.created',
      actor: { kind: 'system' },
      target: { kind: 'project', id },
      projectId: id,
    });
    return { id };
  }

  /** @throws ProblemError `conflict` if the person is a member already */
  async addMember(
    tx: EntityManager,
    { projectId, userId, role }: { projectId: string; userId: string; role: Role },
  ): Promise<{ id: string }> {
    const values = { id: newId(), projectId, userId, role };
    const [row] = await this.database.queryIn(tx, INSERT_MEMBERSHIP, values);
    if (!row) throw new ProblemError('conflict', 'The person is a member of the project already.');
    await this.audit.record(tx, {
      type: 'member.added',
      actor: { kind: 'system' },
      target: { kind: 'user', id: userId },
      projectId,
      context: { role },
    });
    return row;
  }
}

const toMembership = (row: MembershipRow): Membership => ({
  id: row.id,
  role: row.role,
  project: {
    id: row.project_id,
    name: row.project_name,
    plan: row.plan,
    kind: row.kind,
    appPolicy: row.app_policy,
    organisation: { id: row.organisation_id, name: row.organisation_name },
  },
});
