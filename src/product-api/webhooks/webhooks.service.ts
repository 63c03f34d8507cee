import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { notFound, ProblemError } from '../../kernel/errors/problem-error.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/entity-columns.js';
import { statement } from '../../platform/database/statement.js';
import { AuditLog } from '../../modules/audit/audit-log.service.js';
import { auditActorOf } from '../access/audit-actor.js';
import { preconditionFailed } from '../access/if-match.decorator.js';
import type { Principal } from '../access/principal.js';
import { checkAddress, checkTypes } from './internal/webhook-request.js';
import { mintWebhookSecret, WebhookSecrets } from './internal/webhook-secrets.js';
import { WebhookEntity } from './internal/webhook.entity.js';
import type { ChangeWebhookDto, CreateWebhookDto } from './webhooks.dto.js';

const { list, shape } = columnsOf(WebhookEntity);

/** Webhooks of a project. */
const MOST = 10;

const LOCK = statement(
  'webhook.lock',
  `SELECT pg_advisory_xact_lock(hashtext('webhooks'), hashtext(:projectId))`,
);

const CREATE = statement(
  'webhook.create',
  `INSERT INTO webhooks (id, project_id, url, types, secret_sealed, grant_id, api_token_id, person_id, scopes)
   SELECT :id::uuid, :projectId, :url, :types::text[], :secretSealed, :grantId::uuid, :apiTokenId::uuid, :personId::uuid,
     :scopes::text[]
   WHERE (SELECT count(*) FROM webhooks WHERE project_id = :projectId) < ${String(MOST)}
   RETURNING ${list}`,
  shape,
);

const FIND = statement(
  'webhook.find-for-change',
  `SELECT ${list} FROM webhooks WHERE project_id = :projectId AND id = :id FOR NO KEY UPDATE`,
  shape,
);

// It acts under the credential that changed it last: it is told of what that may read, and stops with it.
const CHANGE = statement(
  'webhook.change',
  `UPDATE webhooks SET url = :url, types = :types, status = :status,
     disabled_reason = CASE WHEN :status = 'active' THEN NULL ELSE coalesce(disabled_reason, 'requested') END,
     failing_since = CASE WHEN :status = 'active' THEN NULL ELSE failing_since END, paused_until = NULL,
     grant_id = :grantId, api_token_id = :apiTokenId, person_id = :personId, scopes = :scopes,
     version = version + 1, updated_at = now()
   WHERE project_id = :projectId AND id = :id
   RETURNING ${list}`,
  shape,
);

const ROTATE = statement(
  'webhook.rotate-secret',
  `UPDATE webhooks SET previous_secret_sealed = secret_sealed, previous_secret_until = now() + interval '24 hours',
     secret_sealed = :secretSealed, version = version + 1, updated_at = now()
   WHERE project_id = :projectId AND id = :id
   RETURNING ${list}`,
  shape,
);

const DELETE = statement(
  'webhook.delete',
  'DELETE FROM webhooks WHERE project_id = :projectId AND id = :id RETURNING id',
  { id: 'uuid' },
);

/** A webhook, and the secret that is shown only now. */
export interface WithSecret {
  readonly webhook: WebhookEntity;
  readonly secret: string;
}

/** The webhooks of a project. */
@Injectable()
export class Webhooks {
  constructor(
    private readonly database: Database,
    private readonly secrets: WebhookSecrets,
    private readonly audit: AuditLog,
  ) {}

  /** @throws ProblemError 400 for an address or no types, 409 if there are too many */
  async create(caller: Principal, { url, types }: CreateWebhookDto): Promise<WithSecret> {
    checkAddress(url);
    checkTypes(types);
    const { projectId } = caller;
    const [id, secret] = [newId(), mintWebhookSecret()];
    const secretSealed = await this.secrets.seal(id, secret);
    const webhook = await this.database.transaction(async (tx) => {
      await this.database.queryIn(tx, LOCK, { projectId });
      const values = { id, projectId, url, types: distinct(types), secretSealed };
      const [made] = await this.database.queryIn(tx, CREATE, { ...values, ...ownerOf(caller) });
      if (!made) {
        throw new ProblemError('conflict', `A project has at most ${String(MOST)} webhooks.`);
      }
      await this.record(tx, caller, 'webhook.created', made);
      return made;
    });
    return { webhook, secret };
  }

  /** @throws ProblemError as `create`; 404, 412 */
  change(
    caller: Principal,
    id: string,
    changes: ChangeWebhookDto,
    expected: number | undefined,
  ): Promise<WebhookEntity> {
    const { projectId } = caller;
    if (changes.url !== undefined) checkAddress(changes.url);
    return this.database.transaction(async (tx) => {
      const old = await this.find(tx, projectId, id);
      if (expected !== undefined && old.version !== expected) throw preconditionFailed();
      const { url = old.url, types = old.types, status = old.status } = changes;
      checkTypes(types);
      const values = { projectId, id, url, types: distinct(types), status };
      const [changed] = await this.database.queryIn(tx, CHANGE, { ...values, ...ownerOf(caller) });
      if (!changed) throw notFound();
      await this.record(tx, caller, 'webhook.changed', changed);
      return changed;
    });
  }

  /** A new secret; the old one signs for a day more. @throws ProblemError 404 */
  async rotateSecret(caller: Principal, id: string): Promise<WithSecret> {
    const { projectId } = caller;
    const secret = mintWebhookSecret();
    const secretSealed = await this.secrets.seal(id, secret);
    const webhook = await this.database.transaction(async (tx) => {
      const [rotated] = await this.database.queryIn(tx, ROTATE, { projectId, id, secretSealed });
      if (!rotated) throw notFound();
      await this.record(tx, caller, 'webhook.secret_rotated', rotated);
      return rotated;
    });
    return { webhook, secret };
  }

  /** With its deliveries. @throws ProblemError 404 */
  async delete(caller: Principal, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const old = await this.find(tx, caller.projectId, id);
      await this.database.queryIn(tx, DELETE, { projectId: caller.projectId, id });
      await this.record(tx, caller, 'webhook.deleted', old);
    });
  }

  private async find(tx: EntityManager, projectId: string, id: string): Promise<WebhookEntity> {
    const [found] = await this.database.queryIn(tx, FIND, { projectId, id });
    if (!found) throw notFound();
    return found;
  }

  private record(
    tx: EntityManager,
    caller: Principal,
    type: 'webhook.created' | 'webhook.changed' | 'webhook.deleted' | 'webhook.secret_rotated',
    { id, types, url }: WebhookEntity,
  ): Promise<void> {
    return this.audit.record(tx, {
      ...{ type, actor: auditActorOf(caller), target: { kind: 'webhook', id } },
      projectId: caller.projectId,
      // Its path may be a secret of the receiver.
      context: { host: new URL(url).host, types },
    });
  }
}

/** In whose name it is told from now on. */
const ownerOf = ({ credential, scopes }: Principal) => ({
  grantId: credential.kind === 'grant' ? credential.id : null,
  apiTokenId: credential.kind === 'api_token' ? credential.id : null,
  personId: credential.personId,
  scopes: scopes.toArray(),
});

const distinct = <Item>(items: readonly Item[]): readonly Item[] => [...new Set(items)];
