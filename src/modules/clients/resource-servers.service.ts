import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { invalidClient } from '../../kernel/errors/oauth-error.js';
import { newId, toWireId } from '../../kernel/ids.js';
import { hashSecret, mintSecret } from '../../kernel/secret.js';
import { Environment } from '../../platform/config/environment.js';
import type { ShapedRow } from '../../platform/database/row-shape.js';
import { AuditLog } from '../audit/audit-log.service.js';
import type { ResourceKind } from '../scopes-and-roles/protected-resource.js';
import type { ClientClaim } from './client-authentication.js';
import { ResourceServerEntity } from './internal/resource-server.entity.js';

/** A resource server: receives access tokens and introspects them. */
export interface ResourceServer {
  /** `rsv_…`, for the wire. */
  readonly clientId: string;
  /** The only audience that it may introspect. */
  readonly resource: string;
}

/**
 * SQL: joins the resource server `s` that a request names, like `fromShownClient`; nulls if it names none. The
 * parameter is `shownServerId`.
 */
export const JOIN_SHOWN_SERVER = `
  LEFT JOIN resource_servers s ON s.id = :shownServerId::uuid AND s.disabled_at IS NULL` as const;

/** SQL: its columns, for `ResourceServers.prove`. */
export const SHOWN_SERVER_COLUMNS = `s.resource AS "server.resource", s.secret_hash AS "server.secretHash"`;

export const SHOWN_SERVER_SHAPE = {
  'server.resource': 'text?',
  'server.secretHash': 'bytea?',
} as const;

/** Resource servers and their authentication. They are not clients and cannot be authorized. */
@Injectable()
export class ResourceServers {
  constructor(
    private readonly environment: Environment,
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
   * The authenticated resource server of a claim, by Basic or in the body, as the caller's statement has read it.
   * @throws OAuthError `invalid_client` (401)
   */
  prove(
    { credentials }: Pick<ClientClaim, 'credentials'>,
    row: ShapedRow<typeof SHOWN_SERVER_SHAPE>,
  ): ResourceServer {
    const { 'server.resource': resource, 'server.secretHash': expected } = row;
    if (resource === null || expected === null) throw invalidClient('unknown resource server');
    const { clientId, secret } = credentials;
    if (secret === undefined || !timingSafeEqual(hashSecret(secret), expected)) {
      throw invalidClient('wrong secret of a resource server');
    }
    return { clientId, resource };
  }
}
