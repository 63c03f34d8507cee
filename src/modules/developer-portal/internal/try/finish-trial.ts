import { Injectable } from '@nestjs/common';
import { Environment } from '../../../../platform/config/environment.js';
import { OwnServerError } from '../../../../platform/http/own-server.service.js';
import { FLOW_TRIALS } from '../../../../platform/http/rate-limit/buckets.js';
import { RateLimiter } from '../../../../platform/http/rate-limit/rate-limiter.service.js';
import { TrialTokens, type CodeFault } from '../../../tokens/trial-tokens.service.js';
import { FlowTrials, type FlowTrial } from './flow-trials.js';
import {
  readPastedAnswer,
  type AnswerFault,
  type CheckResult,
  type DeniedAnswer,
  type ReadAnswer,
} from './pasted-answer.js';
import { RunFlow, type Exchange } from './run-flow.js';
import type { Tester } from './trial-endpoints.js';

/** What became of a pasted address. */
export type Finished =
  | { readonly outcome: 'too_many' | 'ended' | 'unanswered' }
  | {
      readonly outcome: 'refused';
      readonly fault: AnswerFault | CodeFault;
      readonly checks: readonly CheckResult[];
    }
  | {
      readonly outcome: 'denied';
      readonly denied: DeniedAnswer;
      readonly checks: readonly CheckResult[];
    }
  | {
      readonly outcome: 'walked';
      readonly exchanges: readonly Exchange[];
      readonly checks: readonly CheckResult[];
    };

/** Takes the answer to an authorization request, and walks the rest of the flow. */
@Injectable()
export class FinishTrial {
  private readonly issuer: string;

  constructor(
    private readonly trials: FlowTrials,
    private readonly tokens: TrialTokens,
    private readonly flow: RunFlow,
    private readonly limiter: RateLimiter,
    { ISSUER_URL }: Environment,
  ) {
    this.issuer = ISSUER_URL;
  }

  /** A trial with a fault stays open; any other ends. */
  async execute(tester: Tester, trial: FlowTrial, pasted: string): Promise<Finished> {
    if ((await this.limiter.take(FLOW_TRIALS, tester.userId)) > 0) return { outcome: 'too_many' };
    const read = await this.read(tester, trial, pasted);
    const { fault, checks, code, denied } = read;
    if (fault !== null) return { outcome: 'refused', fault, checks };
    if (!(await this.trials.end(tester, trial))) return { outcome: 'ended' };
    if (denied) return { outcome: 'denied', denied, checks };
    try {
      const exchanges = await this.flow.execute(tester, trial, code ?? '');
      return { outcome: 'walked', exchanges, checks };
    } catch (error) {
      if (error instanceof OwnServerError) return { outcome: 'unanswered' };
      throw error;
    }
  }

  /** The checks of an app, and one that only this server can make before the code is redeemed. */
  private async read(
    tester: Tester,
    trial: FlowTrial,
    pasted: string,
  ): Promise<Omit<ReadAnswer, 'fault'> & { readonly fault: AnswerFault | CodeFault | null }> {
    const { issuer } = this;
    const { redirectUris } = tester.client;
    const read = readPastedAnswer(pasted, { ...trial, issuer, redirectUris });
    if (read.fault !== null || read.code === null) return read;
    const fault = await this.tokens.faultOf(read.code, tester, trial.codeChallenge);
    const checks = [...read.checks, { check: 'code', passed: fault === null } as const];
    return { ...read, fault, checks };
  }
}
