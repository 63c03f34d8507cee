import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { hashSecret } from '../../kernel/secret.js';
import { invalidToken, type ShownToken } from '../../platform/http/shown-token.js';
import { ApiTokenActivity } from '../api-tokens/api-token-activity.service.js';
import type { DataSourceTokenFacts } from '../data-source-tokens/data-source-token.js';
import { DataSourceTokens } from '../data-source-tokens/data-source-tokens.service.js';
import { GrantActivity } from '../grants/grant-activity.service.js';
import { AccessLimits } from './internal/access-limits.js';
import { StandingAccess, type StandingInProject } from './standing-access.service.js';

/** A data source token in one project. */
export interface DataSourceAccess {
  /** UUID of the only data source that it reaches. */
  readonly dataSourceId: string;
  /** The access that made it, as it is now. Without a project if the token is for another one. */
  readonly made: StandingInProject;
}

/**
 * Verifies the data source token of a request: one statement for the token, and one for the access that made it, whose
 * limits and last use are counted. Without a cache, so what ends that access ends the token from the next request. Only
 * the Product API takes these tokens.
 */
@Injectable()
export class DataSourceTokenGate {
  constructor(
    private readonly tokens: DataSourceTokens,
    private readonly standing: StandingAccess,
    private readonly limits: AccessLimits,
    private readonly grants: GrantActivity,
    private readonly apiTokens: ApiTokenActivity,
  ) {}

  /** Whether this verifier decides about a token. They are never bound to a key. */
  concerns({ scheme, text }: ShownToken): boolean {
    return scheme === 'Bearer' && text.startsWith('isds_');
  }

  /**
   * The access in one project (UUID).
   * @throws BearerError 401, and TooManyRequestsException beyond the limits of address and credential
   */
  async requireInProject(
    request: Request,
    projectId: string,
    { text }: ShownToken,
  ): Promise<DataSourceAccess> {
    const hash = hashSecret(text);
    const { token, made } = await this.limits.admit(
      request,
      hash,
      () => this.verify(text, hash),
      ({ token: { maker } }) => maker.id,
    );
    const { dataSourceId, maker } = token;
    this.noteUse(maker);
    const reached = token.projectId === projectId ? made : { ...made, project: null };
    return { dataSourceId, made: reached };
  }

  private async verify(
    text: string,
    hash: Buffer,
  ): Promise<{ readonly token: DataSourceTokenFacts; readonly made: StandingInProject }> {
    const token = await this.tokens.find(text, hash);
    const made = token && (await this.standing.inProject(token.maker, token.projectId));
    if (!token || !made?.project) {
      throw invalidToken('no live data source token', ['Bearer', 'DPoP']);
    }
    return { token, made };
  }

  private noteUse({ kind, id }: DataSourceTokenFacts['maker']): void {
    if (kind === 'grant') this.grants.noteUse(id);
    else this.apiTokens.noteUse(id);
  }
}
