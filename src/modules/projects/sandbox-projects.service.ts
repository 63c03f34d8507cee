import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { Database } from '../../platform/database/database.js';
import { statement, type RowOf } from '../../platform/database/statement.js';
import { JobQueue } from '../../platform/jobs/job-queue.service.js';
import { LOCK_ORGANISATION } from './lock-organisation.js';
import { SANDBOX_MADE } from './sandbox-made.js';
import { ProjectsService } from './projects.service.js';

/** Of an organisation. */
export const MOST_SANDBOX_PROJECTS = 3;

const LIST = statement(
  'projects.list-sandboxes',
  `SELECT p.id, p.name, p.organisation_id AS "organisationId", p.created_at AS "createdAt"
   FROM projects p
   WHERE p.organisation_id = ANY (:organisationIds::uuid[]) AND p.kind = 'sandbox'
   ORDER BY p.created_at, p.id`,
  { id: 'uuid', name: 'text', organisationId: 'uuid', createdAt: 'timestamptz' },
);

export type SandboxProject = RowOf<typeof LIST>;

/** Projects where the people of an organisation test their apps. */
@Injectable()
export class SandboxProjects {
  constructor(
    private readonly database: Database,
    private readonly projects: ProjectsService,
    private readonly jobs: JobQueue,
  ) {}

  /** Of these organisations, the oldest first. */
  list(organisationIds: readonly string[]): Promise<SandboxProject[]> {
    return this.database.query(LIST, { organisationIds });
  }

  /**
   * A project with sample data, whose owner the person is.
   * @throws ProblemError `conflict` if the organisation has as many as it may
   */
  async create(tx: EntityManager, organisationId: string, userId: string): Promise<void> {
    await this.database.queryIn(tx, LOCK_ORGANISATION, { organisationId });
    const present = await this.database.queryIn(tx, LIST, { organisationIds: [organisationId] });
    if (present.length >= MOST_SANDBOX_PROJECTS) throw tooMany(present.length);
    const { id } = await this.projects.createProject(tx, {
      ...{ organisationId, name: `Sandbox ${String(present.length + 1)}` },
      ...{ plan: 'pro', kind: 'sandbox' },
    });
    await this.projects.addMember(tx, { projectId: id, userId, role: 'owner' });
    await this.jobs.add(tx, SANDBOX_MADE, { projectId: id });
  }
}

const tooMany = (present: number): ProblemError =>
  new ProblemError(
    'conflict',
    `An organisation has at most ${String(MOST_SANDBOX_PROJECTS)} sandbox projects, and yours has ${String(present)}. Use one of them.`,
  );
