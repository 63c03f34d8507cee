import { Injectable } from '@nestjs/common';
import { Environment } from '../../../../platform/config/environment.js';
import { TrialTokens, type EndpointAnswer } from '../../../tokens/trial-tokens.service.js';
import type { FlowTrial } from './flow-trials.js';
import { curlOfCall, curlOfForm, firstCallAt, formOf, type FormParameter } from './sent-request.js';
import { tokensIn, type IssuedAnswer } from './issued-answer.js';
import { TrialEndpoints, type Tester } from './trial-endpoints.js';

export type FlowStep = 'token' | 'call' | 'refresh' | 'revoke' | 'call_after';

/** A request and its answer. */
export interface Exchange {
  readonly step: FlowStep;
  /** For a shell, without secrets. */
  readonly request: string;
  readonly answer: EndpointAnswer;
}

interface Walk {
  readonly tester: Tester;
  readonly trial: FlowTrial;
  readonly exchanges: Exchange[];
}

/** Walks the flow from the code to the end of the tokens, with one request after the other, as an app would. */
@Injectable()
export class RunFlow {
  private readonly issuer: string;

  constructor(
    private readonly endpoints: TrialEndpoints,
    private readonly tokens: TrialTokens,
    { ISSUER_URL }: Environment,
  ) {
    this.issuer = ISSUER_URL;
  }

  /**
   * The trial has ended: nobody else redeems its code. After this none of its tokens works.
   * @throws OwnServerError if this server does not answer
   */
  async execute(tester: Tester, trial: FlowTrial, code: string): Promise<readonly Exchange[]> {
    const walk: Walk = { tester, trial, exchanges: [] };
    try {
      const first = await this.redeem(walk, code);
      if (first) await this.use(walk, first);
    } finally {
      // Whatever was answered: a limit or a stopping server may have refused the revocation, or lost the answer.
      await this.tokens.endOf(code, tester);
    }
    return walk.exchanges;
  }

  private redeem(walk: Walk, code: string): Promise<IssuedAnswer | null> {
    const { redirectUri, verifier } = walk.trial;
    return this.ask(walk, 'token', [
      { name: 'grant_type', value: 'authorization_code' },
      { name: 'code', value: code, variable: 'CODE' },
      { name: 'redirect_uri', value: redirectUri },
      { name: 'code_verifier', value: verifier, variable: 'CODE_VERIFIER' },
    ]);
  }

  private async use(walk: Walk, first: IssuedAnswer): Promise<void> {
    await this.call(walk, 'call', first);
    const last = (await this.refresh(walk, first)) ?? first;
    await this.revoke(walk, last);
    await this.call(walk, 'call_after', last);
  }

  private async refresh(walk: Walk, { refreshToken }: IssuedAnswer): Promise<IssuedAnswer | null> {
    if (refreshToken === null) return null;
    return this.ask(walk, 'refresh', [
      { name: 'grant_type', value: 'refresh_token' },
      { name: 'refresh_token', value: refreshToken, variable: 'REFRESH_TOKEN' },
    ]);
  }

  /** The tokens of the answer; null if it is an error. */
  private async ask(
    { tester, exchanges }: Walk,
    step: FlowStep,
    parameters: readonly FormParameter[],
  ): Promise<IssuedAnswer | null> {
    const request = curlOfForm(`${this.issuer}/oauth/token`, tester.client, parameters);
    const answer = await this.endpoints.token(tester, formOf(parameters));
    exchanges.push({ step, request, answer });
    return tokensIn(answer);
  }

  private async call(
    { trial, exchanges }: Walk,
    step: FlowStep,
    { accessToken }: IssuedAnswer,
  ): Promise<void> {
    const call = firstCallAt(trial.resource);
    const answer = await this.endpoints.call(call, accessToken);
    exchanges.push({ step, request: curlOfCall(this.issuer, call), answer });
  }

  private async revoke({ tester, exchanges }: Walk, issued: IssuedAnswer): Promise<void> {
    const token = lastingOf(issued);
    const variable = issued.refreshToken === null ? 'ACCESS_TOKEN' : 'REFRESH_TOKEN';
    const parameters = [{ name: 'token', value: token, variable }];
    const request = curlOfForm(`${this.issuer}/oauth/revoke`, tester.client, parameters);
    exchanges.push({
      ...{ step: 'revoke', request },
      answer: await this.endpoints.revoke(tester, token),
    });
  }
}

/** The token that ends all tokens of the code; without a refresh token there is only one. */
const lastingOf = ({ refreshToken, accessToken }: IssuedAnswer): string =>
  refreshToken ?? accessToken;
