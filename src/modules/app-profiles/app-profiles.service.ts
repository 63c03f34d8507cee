import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/entity-columns.js';
import { statement } from '../../platform/database/statement.js';
import type { AuditActor } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.service.js';
import { EMPTY_PROFILE, type AppProfile } from './app-profile.js';
import { AppProfileEntity } from './internal/app-profile.entity.js';

const PROFILE = columnsOf(AppProfileEntity);

const FIND = statement(
  'app-profiles.find',
  `SELECT ${PROFILE.list} FROM app_profiles WHERE client_id = :clientId`,
  PROFILE.shape,
);

const STORE = statement(
  'app-profiles.store',
  `INSERT INTO app_profiles (client_id, support_email, security_email, scope_reasons, listing)
   VALUES (:clientId, :supportEmail, :securityEmail, :scopeReasons::jsonb, :listing::jsonb)
   ON CONFLICT (client_id) DO UPDATE
      SET support_email = excluded.support_email, security_email = excluded.security_email,
          scope_reasons = excluded.scope_reasons, listing = excluded.listing, changed_at = now()`,
);

const IS_SLUG_TAKEN = statement(
  'app-profiles.is-slug-taken',
  `SELECT EXISTS (
     SELECT FROM app_profiles WHERE listing IS NOT NULL AND listing ->> 'slug' = :slug AND client_id <> :clientId) AS taken`,
  { taken: 'boolean' },
);

/** Profiles of apps, as people see them now. */
@Injectable()
export class AppProfiles {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /** By UUID. An app that said nothing has the empty profile. */
  async of(clientId: string): Promise<AppProfile> {
    return toProfile(await this.database.query(FIND, { clientId }));
  }

  /** The same in a transaction. */
  async ofIn(tx: EntityManager, clientId: string): Promise<AppProfile> {
    return toProfile(await this.database.queryIn(tx, FIND, { clientId }));
  }

  /** Whether a live listing of another app has this address. */
  async isSlugTaken(slug: string, clientId: string): Promise<boolean> {
    const [row] = await this.database.query(IS_SLUG_TAKEN, { slug, clientId });
    return row?.taken === true;
  }

  /** Changes the given members. The caller has locked the app and validated them. */
  async change(
    tx: EntityManager,
    clientId: string,
    changes: Partial<AppProfile>,
    actor: AuditActor,
  ): Promise<void> {
    const before = await this.ofIn(tx, clientId);
    const after = { ...before, ...changes };
    const changed = changedMembers(before, after);
    if (changed.length === 0) return;
    const { scopeReasons, listing } = after;
    const stored = this.database.queryIn(tx, STORE, {
      ...{ ...after, clientId, scopeReasons: JSON.stringify(scopeReasons) },
      listing: listing && JSON.stringify(listing),
    });
    await stored.catch(nameTakenSlug);
    const target = { kind: 'client', id: clientId };
    await this.audit.record(tx, {
      type: 'app_profile.changed',
      ...{ actor, target, context: { changed } },
    });
  }
}

function toProfile([row]: readonly AppProfileEntity[]): AppProfile {
  if (!row) return EMPTY_PROFILE;
  const { supportEmail, securityEmail, scopeReasons, listing } = row;
  return { supportEmail, securityEmail, scopeReasons, listing };
}

/** Two apps may ask for one address at the same time: the unique index decides. @throws ProblemError `conflict` */
function nameTakenSlug(error: unknown): never {
  if ((error as { constraint?: string }).constraint !== 'ux_app_profiles_slug') throw error;
  throw new ProblemError(
    'conflict',
    'Another app has this address in the marketplace. Choose another one.',
  );
}

const changedMembers = (before: AppProfile, after: AppProfile): string[] =>
  (Object.keys(EMPTY_PROFILE) as (keyof AppProfile)[]).filter(
    (member) => !isDeepStrictEqual(before[member], after[member]),
  );
