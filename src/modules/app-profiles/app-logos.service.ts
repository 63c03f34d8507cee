import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import { ownLogoPath } from '../clients/own-logo.js';
import { encodeLogo, type LogoFault } from './internal/logos/encode-logo.js';
import { LogoQueue } from './internal/logos/logo-queue.js';

/** Of an app: the newest, and the one that is live. Drafts name one of the newest. */
const MOST_KEPT = 10;

const INSERT = statement(
  'app-logos.insert',
  `INSERT INTO app_logos (id, client_id, png) VALUES (:id, :clientId, :png)`,
);

const CLEAR = statement(
  'app-logos.clear',
  `DELETE FROM app_logos l WHERE client_id = :clientId
     AND id NOT IN (SELECT id FROM app_logos WHERE client_id = :clientId ORDER BY id DESC LIMIT ${String(MOST_KEPT)})
     AND NOT EXISTS (
       SELECT FROM clients c WHERE c.id = :clientId AND c.logo_uri = '/assets/logos/' || l.id::text || '.png')`,
);

const FORGET = statement('app-logos.forget', `DELETE FROM app_logos WHERE client_id = :clientId`);

const FIND = statement('app-logos.find', `SELECT png FROM app_logos WHERE id = :id`, {
  png: 'bytea',
});

/** Logos of apps: made of uploads, and stored as PNGs of this server. */
@Injectable()
export class AppLogos {
  private readonly queue = new LogoQueue();

  constructor(private readonly database: Database) {}

  /**
   * Stores a logo made of the upload; the app does not have it yet: its `logo_uri` is the path returned.
   * @returns its path, or why the file is refused. @throws ProblemError `unavailable` while too many are decoded
   */
  async make(clientId: string, upload: Buffer): Promise<{ readonly path: string } | LogoFault> {
    const png = await this.queue.run(() => encodeLogo(upload));
    if (typeof png === 'string') return png;
    const id = newId();
    await this.database.transaction(async (tx) => {
      await this.database.queryIn(tx, INSERT, { id, clientId, png });
      await this.database.queryIn(tx, CLEAR, { clientId });
    });
    return { path: ownLogoPath(id) };
  }

  /** Of an app that is deleted: nobody sees them any more. */
  async forget(tx: EntityManager, clientId: string): Promise<void> {
    await this.database.queryIn(tx, FORGET, { clientId });
  }

  /** By UUID. */
  async find(id: string): Promise<Buffer | null> {
    const [row] = await this.database.query(FIND, { id });
    return row?.png ?? null;
  }
}
