import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppError } from '../../kernel/errors/app-error.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { Client } from '../clients/client.js';
import type { Tier } from '../verification/app-verification.js';
import { OutsideProjects } from '../verification/outside-projects.service.js';
import { policyOf, type Reach } from '../verification/tier-policy.js';
import { LOCK_DECISIONS } from './internal/grant-decisions.lock.js';
import type { ProjectOffer } from './project-offer.js';

/** How far an app is used outside of its own organisation. */
export interface OutsideUse {
  /** Now. */
  readonly projects: number;
  readonly people: number;
  /** Since the app was made. */
  readonly everProjects: number;
}

/** The app has reached a limit of its tier before verification. */
class ReachLimitError extends AppError {
  readonly status = 403;
}

const REACH = statement(
  'grant.reach',
  `SELECT count(DISTINCT gp.project_id)::int AS projects, count(DISTINCT g.user_id)::int AS people
   FROM grants g
   JOIN clients c ON c.id = g.client_id
   JOIN grant_projects gp ON gp.grant_id = g.id AND gp.revoked_at IS NULL
   JOIN projects p ON p.id = gp.project_id
   WHERE g.client_id = :clientId AND g.revoked_at IS NULL AND g.expires_at > now()
     AND p.organisation_id IS DISTINCT FROM c.organisation_id`,
  { projects: 'integer', people: 'integer' },
);

/** The limits of how far an unverified app reaches outside of its own organisation. */
@Injectable()
export class OutsideReach {
  constructor(
    private readonly database: Database,
    private readonly ever: OutsideProjects,
  ) {}

  /** UUID of the app. */
  async of(clientId: string): Promise<OutsideUse> {
    const [row] = await this.database.query(REACH, { clientId });
    const everProjects = await this.ever.count(clientId);
    return { projects: row?.projects ?? 0, people: row?.people ?? 0, everProjects };
  }

  /**
   * Counts under a lock, after the grant is stored, so that concurrent decisions cannot exceed the limits; other decisions
   * on the app wait until the commit.
   * @throws ReachLimitError, which rolls the decision back
   */
  async check(
    tx: EntityManager,
    client: Pick<Client, 'id' | 'organisationId'>,
    tier: Tier,
    chosen: readonly ProjectOffer[],
  ): Promise<void> {
    const limits = policyOf(tier, false).reach;
    if (limits === null) return;
    const outside = outsideOf(client, chosen);
    // Nobody is reached by it: an app over its limits, which it had none of before, still works at home.
    if (outside.length === 0) return;
    await this.database.queryIn(tx, LOCK_DECISIONS, { subject: client.id });
    await this.checkEver(tx, client, limits, outside);
    const [reach] = await this.database.queryIn(tx, REACH, { clientId: client.id });
    if (reach && reach.projects > limits.projects) {
      throw new ReachLimitError(atATime('projects', reach.projects, limits.projects));
    }
    if (reach && reach.people > limits.people) {
      throw new ReachLimitError(atATime('people', reach.people, limits.people));
    }
  }

  /** Apps without an organisation have no developers here who could be told how many are left. */
  private async checkEver(
    tx: EntityManager,
    { id, organisationId }: Pick<Client, 'id' | 'organisationId'>,
    { projectsEver }: Reach,
    projectIds: readonly string[],
  ): Promise<void> {
    if (projectsEver === null || organisationId === null) return;
    const { count, added } = await this.ever.remember(tx, id, projectIds, projectsEver);
    if (added === 0 || count <= projectsEver) return;
    throw new ReachLimitError(inAll(count - added, projectsEver));
  }
}

const outsideOf = (
  { organisationId }: Pick<Client, 'organisationId'>,
  chosen: readonly ProjectOffer[],
): string[] =>
  chosen
    .map(({ membership }) => membership.project)
    .filter(({ organisation }) => organisation.id !== organisationId)
    .map(({ id }) => id);

const WAY_OUT = 'Ask its developer to have it verified: a verified app has no such limit.';

const atATime = (what: 'projects' | 'people', count: number, limit: number): string =>
  what === 'projects'
    ? `This app is not verified. Outside its own organisation it may be connected to ${String(limit)} projects at a time, and with this choice there would be ${String(count)}. It can be connected once another project has disconnected it. ${WAY_OUT}`
    : `This app is not verified. Outside its own organisation ${String(limit)} people may use it at a time, and with you there would be ${String(count)}. You can connect it once somebody else has disconnected it. ${WAY_OUT}`;

const inAll = (count: number, limit: number): string =>
  `This app is not verified. Outside its own organisation it may be connected to ${String(limit)} projects in all, and it has been connected to ${String(count)}; a project that disconnected it still counts. ${WAY_OUT}`;
