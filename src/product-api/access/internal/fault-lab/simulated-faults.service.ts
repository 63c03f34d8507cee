import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../../../kernel/errors/problem-error.js';
import { toWireId } from '../../../../kernel/ids.js';
import { ScopeSet } from '../../../../kernel/scope-set.js';
import { GrantEndings } from '../../../../modules/grants/grant-endings.service.js';
import { GrantNarrowing } from '../../../../modules/grants/grant-narrowing.service.js';
import { ResourceAccess } from '../../../../modules/tokens/resource-access.service.js';
import type { BoundProject, ProjectAccess } from '../../../../modules/tokens/verified-access.js';
import { FaultLab } from '../../../../modules/verification/fault-lab/fault-lab.service.js';
import {
  MEETS_ALL_PROJECTS,
  NOT_OF_ALL_PROJECTS,
  RETRY_AFTER_SECONDS,
  SIMULATED_HEADER,
  SLOW_SECONDS,
  type Fault,
} from '../../../../modules/verification/fault-lab/faults.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { holdBack, loseResponse } from '../../../../platform/http/lost-response.js';
import { TooManyRequestsException } from '../../../../platform/http/rate-limit/rate-limiter.service.js';
import { invalidToken } from '../../../../platform/http/shown-token.js';
import { requiredScopes } from '../../product-route.js';
import type { GuardedRequest } from '../../principal.js';
import { markOf } from './call-mark.js';

const FIND_OTHER_PROJECT = statement(
  'simulated-faults.find-other-project',
  `SELECT p.id FROM grant_projects gp JOIN projects p ON p.id = gp.project_id
   WHERE gp.grant_id = :grantId AND gp.revoked_at IS NULL
     AND (p.kind <> 'sandbox' OR p.organisation_id <> :organisationId) LIMIT 1`,
  { id: 'uuid' },
);

/** A call of an app in a sandbox project of its organisation. */
export interface SandboxCall {
  readonly request: GuardedRequest;
  readonly response: Response;
  readonly handler: object;
  readonly access: ProjectAccess;
  readonly project: BoundProject;
}

/** Simulates the faults that calls of the Product API ask for. What they change is changed for real. */
@Injectable()
export class SimulatedFaults {
  constructor(
    private readonly database: Database,
    private readonly lab: FaultLab,
    private readonly grants: GrantEndings,
    private readonly narrowing: GrantNarrowing,
    private readonly tokens: ResourceAccess,
  ) {}

  /**
   * Nothing happens while the lab waits for what the app does about an earlier one.
   * @throws what the app would get; ProblemError `invalid_request` if it would end access to other projects, too
   */
  async simulate(call: SandboxCall, fault: Fault): Promise<void> {
    const begun = await this.database.transaction(async (tx) => {
      await this.checkReach(tx, call, fault);
      const isNew = await this.begin(tx, call, fault);
      if (isNew) await this.change(tx, call, fault);
      return isNew;
    });
    if (!begun) return;
    call.response.setHeader(SIMULATED_HEADER, fault);
    await ANSWERS[fault]?.(call);
  }

  private async checkReach(tx: EntityManager, call: SandboxCall, fault: Fault): Promise<void> {
    if (!MEETS_ALL_PROJECTS.includes(fault)) return;
    const { access, project } = call;
    const of = { grantId: access.grant.id, organisationId: project.organisationId };
    const others = await this.database.queryIn(tx, FIND_OTHER_PROJECT, of);
    if (others.length > 0) throw new ProblemError('invalid_request', NOT_OF_ALL_PROJECTS);
  }

  private begin(tx: EntityManager, call: SandboxCall, fault: Fault): Promise<boolean> {
    const { access, request, handler } = call;
    const { client, grant, personId } = access;
    return this.lab.begin(tx, toWireId('app', client.id), {
      ...{ clientId: client.id, grantId: grant.id, personId, fault, place: 'api' },
      ...markOf(request, handler),
    });
  }

  private async change(tx: EntityManager, call: SandboxCall, fault: Fault): Promise<void> {
    const { access, request, handler, project } = call;
    const { id } = access.grant;
    if (fault === 'expire-now') await this.tokens.expire(tx, request);
    if (fault === 'revoke') {
      const revocation = { reason: 'fault_simulated', actor: { kind: 'system' } } as const;
      await this.grants.revoke(tx, id, revocation);
    }
    if (fault === 'narrow') {
      const scopes = requiredScopes(handler) ?? [];
      await this.narrowing.narrow(tx, id, { projectId: project.id, scopes });
    }
  }
}

const ended = ({ access }: SandboxCall): never => {
  throw invalidToken('simulated', [access.scheme]);
};

const limited = (): never => {
  throw new TooManyRequestsException(RETRY_AFTER_SECONDS);
};

/** What follows at once, before the scopes are judged. */
const ANSWERS: Partial<Record<Fault, (call: SandboxCall) => void | Promise<void>>> = {
  'expire-now': ended,
  revoke: ended,
  'rate-limit': limited,
  '500-once': () => {
    throw new ProblemError('internal', 'Something went wrong on our side.');
  },
  slow: async ({ response }) => {
    if (!(await holdBack(response, SLOW_SECONDS))) limited();
  },
  'lose-response': ({ response }) => loseResponse(response),
  narrow: ({ request, access, handler, project }) => {
    const scopes = new ScopeSet(requiredScopes(handler) ?? []);
    const grantedScopes = project.grantedScopes.minus(scopes);
    request.access = { ...access, project: { ...project, grantedScopes } };
  },
  'role-change': reduceRole,
};

/** The lowest role, for this call. */
export function reduceRole({ request, access, project }: SandboxCall): void {
  request.access = { ...access, project: { ...project, role: 'viewer' } };
}
