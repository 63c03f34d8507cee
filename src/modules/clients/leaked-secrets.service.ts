import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { hashSecret, mintSecret } from '../../kernel/secret.js';
import { Database } from '../../platform/database/database.js';
import { column, type ShapedRow } from '../../platform/database/row-shape.js';
import { statement } from '../../platform/database/statement.js';
import { AuditLog } from '../audit/audit-log.service.js';

const LEAKED = {
  kind: column<'client' | 'resource_server'>('text'),
  id: 'uuid',
  name: 'text',
  // The organisation of a portal app; others have no contact.
  organisationId: 'uuid?',
} as const;

/** The client of a leaked secret. */
export type LeakedSecret = ShapedRow<typeof LEAKED>;

// A hash without a known secret: the client remains confidential, and cannot authenticate.
const REVOKE_OF_CLIENT = statement(
  'clients.revoke-leaked-secret',
  `UPDATE clients SET secret_hash = CASE WHEN secret_hash = :hash THEN :nobodys::bytea ELSE secret_hash END,
     older_secret_ends_at = CASE WHEN older_secret_hash = :hash THEN NULL ELSE older_secret_ends_at END,
     older_secret_hash = CASE WHEN older_secret_hash = :hash THEN NULL ELSE older_secret_hash END
   WHERE secret_hash = :hash OR older_secret_hash = :hash
   RETURNING 'client' AS kind, id, name, organisation_id AS "organisationId"`,
  LEAKED,
);
const REVOKE_OF_RESOURCE_SERVER = statement(
  'resource-servers.revoke-leaked-secret',
  `UPDATE resource_servers SET disabled_at = now() WHERE secret_hash = :hash AND disabled_at IS NULL
   RETURNING 'resource_server' AS kind, id, name, NULL::uuid AS "organisationId"`,
  LEAKED,
);

// Null, as for clients without management: the developer keeps the registration as it is, or registers again.
const REVOKE_REGISTRATION_TOKEN = statement(
  'clients.revoke-leaked-registration-token',
  `UPDATE clients SET registration_token_hash = NULL WHERE registration_token_hash = :hash RETURNING id`,
  { id: 'uuid' },
);

/** Leaked client secrets and registration access tokens. */
@Injectable()
export class LeakedSecrets {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** Revokes the client secret; the secret itself is the proof. Null if it is not one, or was revoked already. */
  async revoke(tx: EntityManager, text: string): Promise<LeakedSecret | null> {
    const hash = hashSecret(text);
    const nobodys = mintSecret('iscs').hash;
    const [leaked] = [
      ...(await this.database.queryIn(tx, REVOKE_OF_CLIENT, { hash, nobodys })),
      ...(await this.database.queryIn(tx, REVOKE_OF_RESOURCE_SERVER, { hash })),
    ];
    if (!leaked) return null;
    await this.audit.record(tx, {
      type: 'client.secret_revoked',
      actor: { kind: 'system' },
      target: { kind: leaked.kind, id: leaked.id },
      reason: 'leaked',
    });
    return leaked;
  }

  /** Revokes the registration access token; the client continues. Its developer has no contact. */
  async revokeRegistrationToken(tx: EntityManager, text: string): Promise<void> {
    const hash = hashSecret(text);
    const [client] = await this.database.queryIn(tx, REVOKE_REGISTRATION_TOKEN, { hash });
    if (!client) return;
    await this.audit.record(tx, {
      type: 'client.registration_token_revoked',
      actor: { kind: 'system' },
      target: { kind: 'client', id: client.id },
      reason: 'leaked',
    });
  }
}
