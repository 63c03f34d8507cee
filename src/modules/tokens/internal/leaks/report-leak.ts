import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { hashSecret, hasSecretShape, type SecretKind } from '../../../../kernel/secret.js';
import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { statement, type Statement } from '../../../../platform/database/statement.js';
import { Mailer } from '../../../../platform/mail/mailer.service.js';
import { GrantsService } from '../../../authorization/grants.service.js';
import { LeakedSecrets } from '../../../clients/leaked-secrets.service.js';
import { accessLeakedMail, clientSecretLeakedMail } from './leak-texts.js';

/** The grant behind a secret, and whom to tell. */
interface LeakedGrant {
  readonly grantId: string;
  readonly app: string;
  readonly email: string;
  readonly person: string;
}

const findGrant = (name: string, from: string): Statement =>
  statement(
    `leak.find-grant-of-${name}`,
    `SELECT g.id AS "grantId", c.name AS app, u.email, u.name AS person
     FROM ${from} JOIN clients c ON c.id = g.client_id JOIN users u ON u.id = g.user_id`,
  );
const ofFamily = (table: string): string => `${table} t JOIN token_families f ON f.id = t.family_id
  JOIN grants g ON g.id = f.grant_id AND t.token_hash = $1`;

// Spent and expired ones count: where they were found there may be others, and their grant still lives.
const FIND_GRANT: Partial<Record<SecretKind, Statement>> = {
  isoa: findGrant('access-token', ofFamily('access_tokens')),
  isor: findGrant('refresh-token', ofFamily('refresh_tokens')),
  isoc: findGrant(
    'code',
    'authorization_codes k JOIN grants g ON g.id = k.grant_id AND k.code_hash = $1',
  ),
};

const OWNERS = statement(
  'leak.find-owners',
  `SELECT DISTINCT u.email, u.name AS person
   FROM projects p JOIN memberships m ON m.project_id = p.id JOIN users u ON u.id = m.user_id
   WHERE p.organisation_id = $1 AND m.role = 'owner' AND m.ended_at IS NULL AND u.disabled_at IS NULL`,
);

/** Makes a secret worthless that somebody found in the open, and tells its owner. */
@Injectable()
export class ReportLeak {
  private readonly link: string;

  constructor(
    environment: Environment,
    private readonly database: Database,
    private readonly grants: GrantsService,
    private readonly secrets: LeakedSecrets,
    private readonly mailer: Mailer,
  ) {
    this.link = `${environment.ISSUER_URL}/dashboard/connected-apps`;
  }

  /** Whoever shows a secret could use it, which is worse than what happens here: so no other proof is asked for. */
  async report(text: string): Promise<void> {
    const kinds = Object.entries(FIND_GRANT) as [SecretKind, Statement][];
    for (const [kind, find] of kinds) {
      if (!hasSecretShape(kind, text)) continue;
      await this.database.transaction((tx) => this.endGrant(tx, find, text));
    }
    if (hasSecretShape('iscs', text)) {
      await this.database.transaction((tx) => this.endClientSecret(tx, text));
    }
  }

  private async endGrant(tx: EntityManager, find: Statement, text: string): Promise<void> {
    const [leaked] = await this.database.queryIn<LeakedGrant>(tx, find, [hashSecret(text)]);
    if (!leaked) return;
    const { grantId, email, ...facts } = leaked;
    const revocation = { reason: 'leaked', actor: { kind: 'system' } } as const;
    if (!(await this.grants.revoke(tx, grantId, revocation))) return;
    await this.mailer.queue(tx, { to: email, ...accessLeakedMail({ ...facts, link: this.link }) });
  }

  private async endClientSecret(tx: EntityManager, text: string): Promise<void> {
    const leaked = await this.secrets.revoke(tx, text);
    if (!leaked) return;
    const values = [leaked.organisationId];
    type Owner = Pick<LeakedGrant, 'email' | 'person'>;
    for (const { email, person } of await this.database.queryIn<Owner>(tx, OWNERS, values)) {
      const facts = { person, app: leaked.name };
      await this.mailer.queue(tx, { to: email, ...clientSecretLeakedMail(facts) });
    }
  }
}
