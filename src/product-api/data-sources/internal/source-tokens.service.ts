import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { notFound, ProblemError } from '../../../kernel/errors/problem-error.js';
import type { ListedDataSourceToken } from '../../../modules/data-source-tokens/data-source-token.js';
import {
  DataSourceTokens,
  type MadeDataSourceToken,
} from '../../../modules/data-source-tokens/data-source-tokens.service.js';
import { Database } from '../../../platform/database/database.js';
import { auditActorOf } from '../../access/audit-actor.js';
import type { Principal } from '../../access/principal.js';

/** The tokens of a data source, for a caller who may change it. */
@Injectable()
export class SourceTokens {
  constructor(
    private readonly database: Database,
    private readonly tokens: DataSourceTokens,
  ) {}

  /** @throws ProblemError as `makeIn` does */
  make(caller: Principal, dataSourceId: string): Promise<MadeDataSourceToken> {
    return this.database.transaction((tx) => this.makeIn(tx, caller, dataSourceId));
  }

  /**
   * A token can never do more than what made it, and ends with that. One made with a token that is bound to a key could
   * be used without that key.
   * @throws ProblemError 403 for a caller whose own token is bound to a key; 409 if there are too many
   */
  async makeIn(
    tx: EntityManager,
    caller: Principal,
    dataSourceId: string,
  ): Promise<MadeDataSourceToken> {
    if (caller.isKeyBound) throw new ProblemError('forbidden', KEY_BOUND);
    const { projectId, credential } = caller;
    const source = { projectId, dataSourceId };
    return this.tokens.make(tx, source, credential, auditActorOf(caller));
  }

  list(projectId: string, dataSourceId: string): Promise<readonly ListedDataSourceToken[]> {
    return this.tokens.list({ projectId, dataSourceId });
  }

  /** @throws ProblemError 404 */
  async delete(caller: Principal, dataSourceId: string, id: string): Promise<void> {
    const token = { projectId: caller.projectId, dataSourceId, id };
    const isDeleted = await this.database.transaction((tx) =>
      this.tokens.delete(tx, token, auditActorOf(caller)),
    );
    if (!isDeleted) throw notFound();
  }
}

const KEY_BOUND =
  'Your token is bound to a key (DPoP), and data source tokens are not. Send with your own token.';
