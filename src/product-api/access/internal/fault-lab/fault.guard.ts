import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ProblemError } from '../../../../kernel/errors/problem-error.js';
import { FaultLab } from '../../../../modules/verification/fault-lab/fault-lab.service.js';
import type {
  OpenTrial,
  SeenCall,
} from '../../../../modules/verification/fault-lab/fault-trial.js';
import {
  askedFault,
  faultOfHeader,
  NOT_SIMULATED_HERE,
  RETRY_AFTER_SECONDS,
  ROLE_SECONDS,
  SIMULATED_HEADER,
  type Fault,
} from '../../../../modules/verification/fault-lab/faults.js';
import { TooManyRequestsException } from '../../../../platform/http/rate-limit/rate-limiter.service.js';
import type { GuardedRequest } from '../../principal.js';
import { markOf } from './call-mark.js';
import { reduceRole, SimulatedFaults, type SandboxCall } from './simulated-faults.service.js';

const TOKEN_ENDPOINT = '/oauth/token';

/**
 * Simulates faults for apps in sandbox projects of their own organisation, and refuses the header everywhere else. The
 * statement that verified the access has read the kind of the project, so that other calls cost nothing here.
 */
@Injectable()
export class FaultGuard implements CanActivate {
  constructor(
    private readonly lab: FaultLab,
    private readonly faults: SimulatedFaults,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<GuardedRequest>();
    const asked = askedFault(request);
    const call = sandboxCall(request, http.getResponse<Response>(), context.getHandler());
    if (call) return this.admit(call, asked);
    if (asked !== undefined) refuseElsewhere(request);
    return true;
  }

  private async admit(call: SandboxCall, asked: Fault | null | undefined): Promise<true> {
    const { client, grant } = call.access;
    const trials = (await this.lab.openTrials(client.id)).filter(({ fault }) => fault !== 'slow');
    this.watch(call, trials);
    applyOpen(
      call,
      trials.filter(({ grantId }) => grantId === grant.id),
    );
    if (asked === undefined) return true;
    const wrong = faultOfHeader(asked, 'api');
    if (asked === null || wrong !== null) {
      throw new ProblemError('invalid_request', wrong ?? NOT_SIMULATED_HERE);
    }
    await this.faults.simulate(call, asked);
    return true;
  }

  /** Judges the trials once the call is over, whatever became of it. */
  private watch(
    { request, response, handler, access }: SandboxCall,
    before: readonly OpenTrial[],
  ): void {
    const { client, grant, personId } = access;
    response.once('close', () => {
      const seen: SeenCall = {
        ...{ place: 'api', grantId: grant.id, personId, status: response.statusCode },
        ...{ ...markOf(request, handler), delivered: response.writableFinished },
      };
      void this.lab.note(before, seen);
      if (response.getHeader(SIMULATED_HEADER) === 'slow') {
        void this.lab.noteOwn(client.id, 'slow', seen);
      }
    });
  }
}

/** Null for any other call: of a token, in a live project, or of an app of another organisation. */
function sandboxCall(
  request: GuardedRequest,
  response: Response,
  handler: object,
): SandboxCall | null {
  const { access } = request;
  if (access?.kind !== 'grant' || access.project?.kind !== 'sandbox') return null;
  const { client, project } = access;
  if (client.organisationId !== project.organisationId) return null;
  return { request, response, handler, access, project };
}

/** Faults that last longer than the call that asked for them. */
function applyOpen(call: SandboxCall, trials: readonly OpenTrial[]): void {
  const lasts = (fault: Fault, most: number): boolean =>
    trials.some((trial) => trial.fault === fault && trial.place === 'api' && trial.seconds < most);
  if (lasts('rate-limit', RETRY_AFTER_SECONDS)) {
    throw new TooManyRequestsException(RETRY_AFTER_SECONDS);
  }
  if (lasts('role-change', ROLE_SECONDS)) reduceRole(call);
}

/** The token endpoint judges its own requests. */
function refuseElsewhere({ path }: Request): void {
  if (path === TOKEN_ENDPOINT) return;
  throw new ProblemError('invalid_request', NOT_SIMULATED_HERE);
}
