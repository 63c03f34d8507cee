import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { isOneOf } from '../../../platform/database/entity-columns.js';
import { REQUEST_SURFACES, type RequestSurface } from '../logged-request.js';

/** A request of an app. Never a query, a body, an address or anything else about a person. */
@Entity('app_requests')
@Index('ix_app_requests_client', ['clientId', 'id'])
@Check('ck_app_requests_surface', isOneOf('surface', REQUEST_SURFACES))
export class AppRequestEntity {
  @ForeignKey('clients', { name: 'fk_app_requests_client', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'client_id', primaryKeyConstraintName: 'pk_app_requests' })
  clientId!: string;

  /** In the ring of its app: the newest row replaces the oldest. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'pk_app_requests' })
  place!: number;

  @Column('uuid')
  id!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  at!: Date;

  @Column('text')
  surface!: RequestSurface;

  /** Method and route, or the tool of MCP, or the grant type. */
  @Column('text')
  operation!: string;

  @Column('uuid', { name: 'project_id', nullable: true })
  projectId!: string | null;

  @Column('uuid', { name: 'grant_id', nullable: true })
  grantId!: string | null;

  @Column('smallint')
  status!: number;

  @Column('text', { nullable: true })
  code!: string | null;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('text', { name: 'request_id' })
  requestId!: string;

  @Column('integer', { name: 'duration_ms' })
  durationMs!: number;

  @Index('ix_app_requests_expires')
  @Column({ type: 'timestamptz', precision: 3, name: 'expires_at' })
  expiresAt!: Date;
}
