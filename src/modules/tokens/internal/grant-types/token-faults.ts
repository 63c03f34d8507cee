import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { invalidRequest, OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { Database } from '../../../../platform/database/database.js';
import { holdBack, loseResponse } from '../../../../platform/http/lost-response.js';
import { TooManyRequestsException } from '../../../../platform/http/rate-limit/rate-limiter.service.js';
import type { ClientGrantType } from '../../../clients/client.js';
import { FaultLab } from '../../../verification/fault-lab/fault-lab.service.js';
import type { OpenTrial, SeenTokens } from '../../../verification/fault-lab/fault-trial.js';
import {
  askedFault,
  faultOfHeader,
  NOT_SIMULATED_HERE,
  RETRY_AFTER_SECONDS,
  SIMULATED_HEADER,
  SLOW_SECONDS,
  type Fault,
} from '../../../verification/fault-lab/faults.js';
import type { Access } from '../../verified-access.js';

/** A request of an authenticated client. */
export interface FaultRequest {
  readonly request: Request;
  readonly grantType: ClientGrantType;
  /** The access that is redeemed; null if there is none, or it is of another client. */
  readonly access: Access | null;
}

/**
 * Simulates faults at the token endpoint, for access to nothing but sandbox projects of the app's own organisation. Other
 * requests cost nothing here.
 */
@Injectable()
export class TokenFaults {
  constructor(
    private readonly database: Database,
    private readonly lab: FaultLab,
  ) {}

  /**
   * @returns the fault that the grant type has to simulate, or null
   * @throws what the app would get; OAuthError `invalid_request` where faults are not simulated
   */
  async simulate(asked: FaultRequest): Promise<Fault | null> {
    const fault = askedFault(asked.request);
    const { access } = asked;
    if (!access || !isSandboxOnly(access)) {
      if (fault === undefined) return null;
      throw invalidRequest(NOT_SIMULATED_HERE);
    }
    const trials = await this.lab.openTrials(access.client.id);
    this.watch(asked, access, trials);
    if (trials.some(isStillLimited)) throw new TooManyRequestsException(RETRY_AFTER_SECONDS);
    return fault === undefined ? null : this.begin(asked, access, fault);
  }

  private async begin(
    { request, grantType }: FaultRequest,
    access: Access,
    fault: Fault | null,
  ): Promise<Fault | null> {
    const wrong = faultOfHeader(fault, 'token') ?? faultOfGrantType(fault, grantType);
    if (fault === null || wrong !== null) throw invalidRequest(wrong ?? NOT_SIMULATED_HERE);
    const { client, grant } = access;
    const personId = personOf(access);
    const begun = await this.database.transaction((tx) =>
      this.lab.begin(tx, client.clientId, {
        ...{ clientId: client.id, grantId: grant.id, personId, fault, place: 'token', ...NO_CALL },
      }),
    );
    if (!begun) return null;
    const response = responseTo(request);
    response.setHeader(SIMULATED_HEADER, fault);
    await answerWith(fault, response);
    return fault;
  }

  /** Judges the trials once the request is over, whatever became of it. */
  private watch(
    { request, grantType }: FaultRequest,
    access: Access,
    trials: readonly OpenTrial[],
  ): void {
    const before = trials.filter(({ fault }) => fault !== 'slow');
    const response = responseTo(request);
    response.once('close', () => {
      const seen: SeenTokens = {
        ...{ place: 'token', grantId: access.grant.id, personId: personOf(access), grantType },
        issued: response.statusCode < 400,
        delivered: response.writableFinished,
      };
      void this.lab.note(before, seen);
      if (response.getHeader(SIMULATED_HEADER) === 'slow') {
        void this.lab.noteOwn(access.client.id, 'slow', seen);
      }
    });
  }
}

/** A token request is not compared with others. */
const NO_CALL = { requestHash: null, keyHash: null, hasEffect: false };

function responseTo({ res }: Request): Response {
  if (!res) throw new Error('Express gives each request its response.');
  return res;
}

const personOf = (access: Access): string | null =>
  access.kind === 'user' ? access.user.id : null;

const isSandboxOnly = ({ client, projects }: Access): boolean =>
  projects.length > 0 &&
  projects.every(
    ({ kind, organisationId }) => kind === 'sandbox' && organisationId === client.organisationId,
  );

const isStillLimited = ({ fault, place, seconds }: OpenTrial): boolean =>
  fault === 'rate-limit' && place === 'token' && seconds < RETRY_AFTER_SECONDS;

/** Access ends here only where it would be refreshed. */
function faultOfGrantType(fault: Fault | null, grantType: ClientGrantType): string | null {
  const ends = fault === 'replay-refresh' || fault === 'revoke';
  if (!ends || grantType === 'refresh_token') return null;
  return `${fault} is simulated for grant_type=refresh_token only.`;
}

/** What follows before the redemption. */
async function answerWith(fault: Fault, response: Response): Promise<void> {
  if (fault === 'rate-limit') throw new TooManyRequestsException(RETRY_AFTER_SECONDS);
  if (fault === '500-once') {
    throw new OAuthError('server_error', 'Something went wrong on our side.');
  }
  if (fault === 'lose-response') loseResponse(response);
  if (fault === 'slow' && !(await holdBack(response, SLOW_SECONDS))) {
    throw new TooManyRequestsException(RETRY_AFTER_SECONDS);
  }
}
