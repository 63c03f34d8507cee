import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { columnsOf } from '../../../../platform/database/entity-columns.js';
import { statement } from '../../../../platform/database/statement.js';
import type { AppContent } from '../../app-content.js';
import { IS_OPEN, mayBe, type VersionKind } from '../../version-state.js';
import { AppVersionEntity } from './app-version.entity.js';

const VERSION = columnsOf(AppVersionEntity);

// Everything that changes an app or its versions takes this lock first. Tokens and consents do not wait for it.
const LOCK = statement(
  'app-version.lock-client',
  `SELECT id FROM clients WHERE id = :clientId FOR NO KEY UPDATE`,
  { id: 'uuid' },
);

const FIND = statement(
  'app-version.find',
  `SELECT ${VERSION.list} FROM app_versions WHERE id = :id`,
  VERSION.shape,
);

const FIND_OPEN = statement(
  'app-version.find-open',
  `SELECT ${VERSION.list} FROM app_versions WHERE client_id = :clientId AND ${IS_OPEN}`,
  VERSION.shape,
);

const LIST = statement(
  'app-version.list',
  `SELECT ${VERSION.list} FROM app_versions WHERE client_id = :clientId ORDER BY id DESC LIMIT :limit`,
  VERSION.shape,
);

const FIND_APPROVED = statement(
  'app-version.find-approved',
  `SELECT ${VERSION.list} FROM app_versions
   WHERE client_id = :clientId AND state = 'approved' AND id < :before::uuid ORDER BY id DESC LIMIT 1`,
  VERSION.shape,
);

const INSERT_DRAFT = statement(
  'app-version.insert-draft',
  `INSERT INTO app_versions (id, client_id, kind, state, metadata, profile, changed)
   VALUES (:id, :clientId, :kind, 'draft', :metadata::jsonb, :profile::jsonb, :changed)`,
);

const EDIT = statement(
  'app-version.edit',
  `UPDATE app_versions SET metadata = :metadata::jsonb, profile = :profile::jsonb, changed = :changed
   WHERE id = :id AND ${mayBe('submit')} RETURNING id`,
  { id: 'uuid' },
);

// It was never submitted, and says nothing else than what is live.
const DISCARD_DRAFT = statement(
  'app-version.discard-draft',
  `DELETE FROM app_versions WHERE id = :id AND state = 'draft'`,
);

/** The versions of apps. */
@Injectable()
export class VersionStore {
  constructor(private readonly database: Database) {}

  async lock(tx: EntityManager, clientId: string): Promise<void> {
    await this.database.queryIn(tx, LOCK, { clientId });
  }

  async find(id: string): Promise<AppVersionEntity | null> {
    const [row] = await this.database.query(FIND, { id });
    return row ?? null;
  }

  async findIn(tx: EntityManager, id: string): Promise<AppVersionEntity | null> {
    const [row] = await this.database.queryIn(tx, FIND, { id });
    return row ?? null;
  }

  async findOpen(clientId: string): Promise<AppVersionEntity | null> {
    const [row] = await this.database.query(FIND_OPEN, { clientId });
    return row ?? null;
  }

  async findOpenIn(tx: EntityManager, clientId: string): Promise<AppVersionEntity | null> {
    const [row] = await this.database.queryIn(tx, FIND_OPEN, { clientId });
    return row ?? null;
  }

  /** The newest first. */
  list(clientId: string, limit: number): Promise<AppVersionEntity[]> {
    return this.database.query(LIST, { clientId, limit });
  }

  /** The version that was approved last before this one; null if none was. */
  async findApprovedBefore({
    clientId,
    id: before,
  }: Pick<AppVersionEntity, 'clientId' | 'id'>): Promise<AppVersionEntity | null> {
    const [row] = await this.database.query(FIND_APPROVED, { clientId, before });
    return row ?? null;
  }

  async insertDraft(
    tx: EntityManager,
    { clientId, kind, content, changed }: NewDraft,
  ): Promise<string> {
    const id = newId();
    const values = { id, clientId, kind, changed, ...jsonOf(content) };
    await this.database.queryIn(tx, INSERT_DRAFT, values);
    return id;
  }

  /** False if it is not to be edited now. */
  async edit(
    tx: EntityManager,
    id: string,
    content: AppContent,
    changed: readonly string[],
  ): Promise<boolean> {
    const values = { id, changed, ...jsonOf(content) };
    return (await this.database.queryIn(tx, EDIT, values)).length > 0;
  }

  async discardDraft(tx: EntityManager, id: string): Promise<void> {
    await this.database.queryIn(tx, DISCARD_DRAFT, { id });
  }
}

interface NewDraft {
  readonly clientId: string;
  readonly kind: VersionKind;
  readonly content: AppContent;
  readonly changed: readonly string[];
}

const jsonOf = ({ metadata, profile }: AppContent) => ({
  metadata: JSON.stringify(metadata),
  profile: JSON.stringify(profile),
});
