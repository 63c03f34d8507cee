import type { JSONWebKeySet } from 'jose';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type {
  ApplicationType,
  AuthMethod,
  ClientGrantType,
  ClientOrigin,
  IdTokenAlgorithm,
} from '../client.js';
import type { ClientState } from '../client-state.js';

@Entity('clients')
@Index('ix_clients_organisation', ['organisationId'], { where: '"organisation_id" IS NOT NULL' })
@Index('ix_clients_in_order', { synchronize: false })
@Index('ix_clients_words', { synchronize: false })
@Index('ix_clients_secret', ['secretHash'], { where: 'secret_hash IS NOT NULL' })
@Index('ix_clients_older_secret', ['olderSecretHash'], { where: 'older_secret_hash IS NOT NULL' })
@Index('ix_clients_older_secret_ends', ['olderSecretEndsAt'], {
  where: 'older_secret_ends_at IS NOT NULL',
})
@Check(
  'ck_clients_older_secret',
  `(older_secret_hash IS NULL) = (older_secret_ends_at IS NULL)
   AND (older_secret_hash IS NULL OR secret_hash IS NOT NULL)`,
)
@Index('ix_clients_never_approved', ['stateChangedAt', 'id'], {
  where: `"origin" = 'dynamic' AND "state" IN ('registered', 'revived')`,
})
@Index('ix_clients_approved', ['stateChangedAt', 'id'], {
  where: `"origin" = 'dynamic' AND "state" = 'approved'`,
})
@Index('ix_clients_deleted', ['stateChangedAt'], {
  where: `"origin" IN ('dynamic', 'portal') AND "state" = 'deleted' AND "approved_at" IS NULL`,
})
@Index('ix_clients_tombstones', ['stateChangedAt'], {
  where: `"state" = 'retired' AND "approved_at" IS NULL`,
})
@Index('ix_clients_retired', ['stateChangedAt'], {
  where: `"state" = 'retired' AND "redirect_uris" <> '{}'`,
})
@Index('ix_clients_documents', ['createdAt', 'id'], {
  where: `"origin" = 'metadata_document' AND "state" = 'approved'`,
})
@Index('ix_clients_never_approved_documents', ['createdAt'], {
  where: `"origin" = 'metadata_document' AND "state" = 'registered'`,
})
@Index('ix_clients_suspended', ['stateChangedAt'], {
  where: `"state" IN ('suspended', 'restoring')`,
})
@Index('ix_clients_protected_name', ['protectedName'], { where: '"protected_name" IS NOT NULL' })
@Check(
  'ck_clients_state',
  `state IN ('registered', 'approved', 'retired', 'revived', 'suspended', 'restoring', 'deleted')`,
)
@Check('ck_clients_approved', `state <> 'approved' OR approved_at IS NOT NULL`)
@Check('ck_clients_retired', `state NOT IN ('retired', 'revived') OR origin = 'dynamic'`)
@Index('ux_clients_metadata_uri', ['metadataUri'], {
  unique: true,
  where: '"metadata_uri" IS NOT NULL',
})
@ForeignKey('organisations', ['organisationId'], ['id'], { name: 'fk_clients_organisation' })
@Check('ck_clients_origin', `origin IN ('portal', 'dynamic', 'metadata_document')`)
@Check('ck_clients_application_type', `application_type IN ('web', 'native')`)
@Check(
  'ck_clients_auth_method',
  `token_endpoint_auth_method IN ('none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt')`,
)
@Check('ck_clients_id_token_alg', `id_token_signed_response_alg IN ('RS256', 'ES256', 'EdDSA')`)
@Check('ck_clients_portal_owner', `origin <> 'portal' OR organisation_id IS NOT NULL`)
@Check(
  'ck_clients_secret',
  `(token_endpoint_auth_method IN ('none', 'private_key_jwt')) = (secret_hash IS NULL)`,
)
@Check(
  'ck_clients_keys',
  `(token_endpoint_auth_method = 'private_key_jwt')::int = num_nonnulls(jwks, jwks_uri)`,
)
@Check(
  'ck_clients_client_credentials',
  `NOT 'client_credentials' = ANY (grant_types)
   OR origin = 'portal' AND token_endpoint_auth_method <> 'none' AND NOT auth_method_defaulted`,
)
@Check('ck_clients_metadata_uri', `(origin = 'metadata_document') = (metadata_uri IS NOT NULL)`)
export class ClientEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_clients' })
  id!: string;

  @Column('text')
  origin!: ClientOrigin;

  @Column('uuid', { name: 'organisation_id', nullable: true })
  organisationId!: string | null;

  @Column('text')
  name!: string;

  @Column('text', { name: 'application_type' })
  applicationType!: ApplicationType;

  @Column('text', { name: 'token_endpoint_auth_method' })
  tokenEndpointAuthMethod!: AuthMethod;

  @Column('boolean', { name: 'auth_method_defaulted', default: false })
  authMethodDefaulted!: boolean;

  /** When the client first used its secret. */
  @Column('timestamptz', { name: 'authenticated_at', nullable: true })
  authenticatedAt!: Date | null;

  @Column('bytea', { name: 'secret_hash', nullable: true })
  secretHash!: Buffer | null;

  /** Since when it has that secret; null if that was not recorded. */
  @Column('timestamptz', { name: 'secret_made_at', nullable: true, default: () => 'now()' })
  secretMadeAt!: Date | null;

  /** To the hour. */
  @Column('timestamptz', { name: 'secret_used_at', nullable: true })
  secretUsedAt!: Date | null;

  /** The secret before, which is valid until it ends. */
  @Column('bytea', { name: 'older_secret_hash', nullable: true })
  olderSecretHash!: Buffer | null;

  @Column('timestamptz', { name: 'older_secret_made_at', nullable: true })
  olderSecretMadeAt!: Date | null;

  @Column('timestamptz', { name: 'older_secret_used_at', nullable: true })
  olderSecretUsedAt!: Date | null;

  @Column('timestamptz', { name: 'older_secret_ends_at', nullable: true })
  olderSecretEndsAt!: Date | null;

  /** Null without a registration access token. */
  @Column('bytea', { name: 'registration_token_hash', nullable: true })
  registrationTokenHash!: Buffer | null;

  @Column('text', { name: 'redirect_uris', array: true })
  redirectUris!: string[];

  @Column('text', { name: 'grant_types', array: true })
  grantTypes!: ClientGrantType[];

  @Column('text', { array: true, nullable: true })
  scope!: string[] | null;

  @Column('text', { name: 'id_token_signed_response_alg', default: 'RS256' })
  idTokenSignedResponseAlg!: IdTokenAlgorithm;

  @Column('boolean', { name: 'dpop_bound_access_tokens', default: false })
  dpopBoundAccessTokens!: boolean;

  @Column('boolean', { name: 'require_pushed_authorization_requests', default: false })
  requirePushedAuthorizationRequests!: boolean;

  @Column('text', { name: 'client_uri', nullable: true })
  clientUri!: string | null;

  @Column('text', { name: 'logo_uri', nullable: true })
  logoUri!: string | null;

  @Column('text', { name: 'tos_uri', nullable: true })
  tosUri!: string | null;

  @Column('text', { name: 'policy_uri', nullable: true })
  policyUri!: string | null;

  @Column('jsonb', { nullable: true })
  jwks!: JSONWebKeySet | null;

  @Column('text', { name: 'jwks_uri', nullable: true })
  jwksUri!: string | null;

  /** The `client_id` of a metadata document. */
  @Column('text', { name: 'metadata_uri', nullable: true })
  metadataUri!: string | null;

  /** When the last valid copy was fetched; null once it was withdrawn. */
  @Column('timestamptz', { name: 'metadata_fetched_at', nullable: true })
  metadataFetchedAt!: Date | null;

  /** Since when the document has been missing or invalid. */
  @Column('timestamptz', { name: 'metadata_unfit_since', nullable: true })
  metadataUnfitSince!: Date | null;

  @Column('timestamptz', { name: 'metadata_fresh_until', nullable: true })
  metadataFreshUntil!: Date | null;

  /** Counts changes of identity. */
  @Column('integer', { name: 'identity_version', default: 1 })
  identityVersion!: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('text', { default: 'registered' })
  state!: ClientState;

  /** Since when it is in that state. */
  @Column('timestamptz', { name: 'state_changed_at', default: () => 'now()' })
  stateChangedAt!: Date;

  /** When somebody first authorized it, in whatever state it is now. */
  @Column('timestamptz', { name: 'approved_at', nullable: true })
  approvedAt!: Date | null;

  /** The `client_name` sent, where people are shown another name. */
  @Column('text', { name: 'claimed_name', nullable: true })
  claimedName!: string | null;

  /** Of reviewed apps: the skeleton of the name, against confusable ones. */
  @Column('text', { name: 'protected_name', nullable: true })
  protectedName!: string | null;
}
