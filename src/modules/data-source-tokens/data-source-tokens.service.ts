import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { newId } from '../../kernel/ids.js';
import { hashSecret, hasSecretShape, mintSecret } from '../../kernel/secret.js';
import { Database } from '../../platform/database/database.js';
import { sharedLookup } from '../../platform/database/shared-statement.js';
import { statement } from '../../platform/database/statement.js';
import type { AuditActor } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.service.js';
import type {
  DataSourceTokenFacts,
  ListedDataSourceToken,
  TokenMaker,
} from './data-source-token.js';

/** A data source of a project, both by UUID. */
export interface SourceOfTokens {
  readonly projectId: string;
  readonly dataSourceId: string;
}

/** The only time that the secret is known. */
export interface MadeDataSourceToken extends ListedDataSourceToken {
  readonly token: string;
}

const FIND = sharedLookup(
  'data-source-token.find',
  { hash: 'bytea' },
  `SELECT t.id, t.project_id AS "projectId", t.data_source_id AS "dataSourceId", t.grant_id AS "grantId",
     t.api_token_id AS "apiTokenId"
   FROM data_source_tokens t WHERE t.token_hash = :hash`,
  {
    ...{ id: 'uuid', projectId: 'uuid', dataSourceId: 'uuid' },
    ...{ grantId: 'uuid?', apiTokenId: 'uuid?' },
  },
);

/** Of one data source. Those whose access has ended do not count: they do not work, and are deleted when one is made. */
const MOST = 10;

const MAKER_HAS_ENDED = `(EXISTS (SELECT FROM grants g WHERE g.id = t.grant_id AND g.revoked_at IS NOT NULL)
  OR EXISTS (SELECT FROM api_tokens a WHERE a.id = t.api_token_id AND a.revoked_at IS NOT NULL))`;

const LOCK = statement(
  'data-source-token.lock',
  `SELECT pg_advisory_xact_lock(hashtext('data-source-tokens'), hashtext(:dataSourceId))`,
);

const DELETE_ENDED = statement(
  'data-source-token.delete-ended',
  `DELETE FROM data_source_tokens t
   WHERE t.project_id = :projectId AND t.data_source_id = :dataSourceId AND ${MAKER_HAS_ENDED}`,
);

const INSERT = statement(
  'data-source-token.insert',
  `INSERT INTO data_source_tokens (id, project_id, data_source_id, token_hash, grant_id, api_token_id)
   SELECT :id::uuid, :projectId, :dataSourceId, :hash::bytea, :grantId::uuid, :apiTokenId::uuid
   WHERE (SELECT count(*) FROM data_source_tokens t
     WHERE t.project_id = :projectId AND t.data_source_id = :dataSourceId) < ${String(MOST)}
   RETURNING created_at AS "createdAt"`,
  { createdAt: 'timestamptz' },
);

const LIST = statement(
  'data-source-token.list',
  `SELECT t.id, t.created_at AS "createdAt", t.grant_id AS "grantId", t.api_token_id AS "apiTokenId"
   FROM data_source_tokens t
   WHERE t.project_id = :projectId AND t.data_source_id = :dataSourceId AND NOT ${MAKER_HAS_ENDED}
   ORDER BY t.created_at DESC, t.id`,
  { id: 'uuid', createdAt: 'timestamptz', grantId: 'uuid?', apiTokenId: 'uuid?' },
);

const DELETE = statement(
  'data-source-token.delete',
  `DELETE FROM data_source_tokens t
   WHERE t.id = :id AND t.project_id = :projectId AND t.data_source_id = :dataSourceId
   RETURNING t.id`,
  { id: 'uuid' },
);

/**
 * Tokens of data sources. Each rests on the access that made it: what ends or limits that ends or limits the token, from
 * the next request, and without any statement about it.
 */
@Injectable()
export class DataSourceTokens {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** Null: unknown, or no token of a data source at all. Whether it works depends on its maker. */
  async find(text: string, hash = hashSecret(text)): Promise<DataSourceTokenFacts | null> {
    if (!hasSecretShape('isds', text)) return null;
    const row = await this.database.queryShared(FIND, { hash });
    return row ? { ...row, maker: makerOf(row) } : null;
  }

  /** @throws ProblemError 409 if the data source has too many */
  async make(
    tx: EntityManager,
    source: SourceOfTokens,
    maker: TokenMaker,
    actor: AuditActor,
  ): Promise<MadeDataSourceToken> {
    const [id, { text: token, hash }] = [newId(), mintSecret('isds')];
    await this.database.queryIn(tx, LOCK, { dataSourceId: source.dataSourceId });
    await this.database.queryIn(tx, DELETE_ENDED, { ...source });
    const [grantId, apiTokenId] = maker.kind === 'grant' ? [maker.id, null] : [null, maker.id];
    const [made] = await this.database.queryIn(tx, INSERT, {
      ...{ ...source, id, hash },
      ...{ grantId, apiTokenId },
    });
    if (!made) throw new ProblemError('conflict', `There are ${String(MOST)}: delete one first.`);
    await this.record(tx, 'data_source_token.created', id, source, actor);
    return { id, token, createdAt: made.createdAt, maker };
  }

  /** Those that can work, the newest first. */
  async list(source: SourceOfTokens): Promise<readonly ListedDataSourceToken[]> {
    const rows = await this.database.query(LIST, { ...source });
    return rows.map((row) => ({ ...row, maker: makerOf(row) }));
  }

  /** It works no more. @returns false if there is none. */
  async delete(
    tx: EntityManager,
    { id, projectId, dataSourceId }: SourceOfTokens & { readonly id: string },
    actor: AuditActor,
    reason?: 'leaked',
  ): Promise<boolean> {
    const source = { projectId, dataSourceId };
    const [deleted] = await this.database.queryIn(tx, DELETE, { id, ...source });
    if (!deleted) return false;
    await this.record(tx, 'data_source_token.deleted', id, source, actor, reason);
    return true;
  }

  private record(
    tx: EntityManager,
    type: 'data_source_token.created' | 'data_source_token.deleted',
    id: string,
    { projectId, dataSourceId }: SourceOfTokens,
    actor: AuditActor,
    reason?: 'leaked',
  ): Promise<void> {
    const target = { kind: 'data_source_token', id };
    const context = { data_source_id: dataSourceId };
    return this.audit.record(tx, {
      ...{ type, actor, target, projectId, context },
      ...(reason && { reason }),
    });
  }
}

const makerOf = ({ grantId, apiTokenId }: Makers): TokenMaker =>
  grantId === null ? { kind: 'api_token', id: apiTokenId ?? '' } : { kind: 'grant', id: grantId };

interface Makers {
  readonly grantId: string | null;
  readonly apiTokenId: string | null;
}
