import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { EntityManager } from 'typeorm';
import { invalidClient } from '../../kernel/errors/oauth-error.js';
import { fromWireId, newId, toWireId } from '../../kernel/ids.js';
import { hashSecret, mintSecret } from '../../kernel/secret.js';
import { Environment } from '../../platform/config/environment.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { queryOf } from '../../platform/http/request-query.js';
import type { StrictForm } from '../../platform/http/strict-form.js';
import { AuditLog } from '../audit/audit-log.service.js';
import type { ResourceKind } from '../scopes-and-roles/protected-resource.js';
import { readClientCredentials } from './internal/client-credentials.js';
import { ResourceServerEntity } from './internal/resource-server.entity.js';

/** A resource server: receives access tokens and introspects them. */
export interface ResourceServer {
  /** `rsv_…`, for the wire. */
  readonly clientId: string;
  /** The only audience that it may introspect. */
  readonly resource: string;
}

const FIND = statement(
  'resource-servers.find',
  `SELECT resource, secret_hash AS "secretHash" FROM resource_servers
   WHERE id = :id AND disabled_at IS NULL`,
  { resource: 'text', secretHash: 'bytea' },
);

/** Resource servers and their authentication. They are not clients and cannot be authorized. */
@Injectable()
export class ResourceServers {
  constructor(
    private readonly environment: Environment,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** Registers one for a resource, and returns its secret this once. */
  async create(
    tx: EntityManager,
    name: string,
    kind: ResourceKind,
  ): Promise<ResourceServer & { readonly secret: string }> {
    const { apiResource, mcpResource } = this.environment;
    const resource = kind === 'mcp' ? mcpResource : apiResource;
    const [id, secret] = [newId(), mintSecret('iscs')];
    await tx.insert(ResourceServerEntity, { id, name, resource, secretHash: secret.hash });
    await this.audit.record(tx, {
      type: 'resource_server.created',
      actor: { kind: 'system' },
      target: { kind: 'resource_server', id },
      context: { name, resource },
    });
    return { clientId: toWireId('rsv', id), resource, secret: secret.text };
  }

  /**
   * The authenticated resource server of a request, by Basic or in the body. Null for another `client_id`: then it is a
   * client. @throws OAuthError `invalid_client` (401)
   */
  async authenticate(request: Request, form: StrictForm): Promise<ResourceServer | null> {
    const { clientId, secret } = readClientCredentials({
      authorization: request.headersDistinct.authorization ?? [],
      query: queryOf(request),
      form,
    });
    const id = fromWireId('rsv', clientId);
    if (id === null) return null;
    const [row] = await this.database.query(FIND, { id });
    if (!row) throw invalidClient('unknown resource server');
    if (secret === undefined || !timingSafeEqual(hashSecret(secret), row.secretHash)) {
      throw invalidClient('wrong secret of a resource server');
    }
    return { clientId, resource: row.resource };
  }
}
