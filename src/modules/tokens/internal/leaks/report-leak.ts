import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { hashSecret, hasSecretShape, type SecretKind } from '../../../../kernel/secret.js';
import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { statement, type Statement } from '../../../../platform/database/statement.js';
import { Mailer } from '../../../../platform/mail/mailer.service.js';
import { CONSENT_IS_CURRENT } from '../../../grants/live-grant.sql.js';
import type { GrantKind } from '../../../grants/grant.js';
import { GrantEndings } from '../../../grants/grant-endings.service.js';
import { LeakedSecrets } from '../../../clients/leaked-secrets.service.js';
import { FAMILY_IS_UNREVOKED } from '../access.sql.js';
import { RecordServiceTokensEnd } from './record-service-tokens-end.js';
import { accessLeakedMail, clientSecretLeakedMail, serviceLeakedMail } from './leak-texts.js';

/** The grant behind a secret. */
interface LeakedGrant {
  readonly grantId: string;
  readonly kind: GrantKind;
  readonly app: string;
}

/** Whom to tell. */
interface Recipient {
  readonly email: string;
  readonly person: string;
}

const findGrant = (name: string, from: string, good: string): Statement =>
  statement(
    `leak.find-grant-of-${name}`,
    `SELECT g.id AS "grantId", g.kind, c.name AS app
     FROM ${from} JOIN clients c ON c.id = g.client_id LEFT JOIN users u ON u.id = g.user_id WHERE ${good}`,
  );
const ofFamily = (table: string): string => `${table} t
  JOIN token_families f ON f.id = t.family_id JOIN grants g ON g.id = f.grant_id`;

const IS_NOT_VOID = `(g.kind = 'service' OR ${CONSENT_IS_CURRENT})`;
// Only what could still do harm ends anything: the rest lies about in histories and logs, and whoever comes across it must
// not be able to cut off somebody's app. A spent refresh token ends the grant at the token endpoint too. A disabled app or
// person may come back, and what was theirs with them.
const FIND_GRANT: Partial<Record<SecretKind, Statement>> = {
  isoa: findGrant(
    'access-token',
    ofFamily('access_tokens'),
    `t.token_hash = $1 AND t.expires_at > now() AND t.revoked_at IS NULL AND ${FAMILY_IS_UNREVOKED} AND ${IS_NOT_VOID}`,
  ),
  isor: findGrant(
    'refresh-token',
    ofFamily('refresh_tokens'),
    `t.token_hash = $1 AND t.expires_at > now() AND ${FAMILY_IS_UNREVOKED} AND ${IS_NOT_VOID}`,
  ),
  isoc: findGrant(
    'code',
    'authorization_codes k JOIN grants g ON g.id = k.grant_id',
    `k.code_hash = $1 AND k.expires_at > now() AND k.consumed_at IS NULL
     AND ${IS_NOT_VOID}`,
  ),
};

// The person of the grant; behind a service, everybody who could connect it again.
const CONCERNED = statement(
  'leak.find-concerned',
  `SELECT u.email, u.name AS person FROM grants g JOIN users u ON u.id = g.user_id WHERE g.id = $1
   UNION
   SELECT u.email, u.name FROM grants g
   JOIN grant_projects gp ON gp.grant_id = g.id AND gp.revoked_at IS NULL
   JOIN memberships m ON m.project_id = gp.project_id AND m.ended_at IS NULL AND m.role IN ('owner', 'admin')
   JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
   WHERE g.id = $1 AND g.kind = 'service'`,
);

const OWNERS = statement(
  'leak.find-owners',
  `SELECT DISTINCT u.email, u.name AS person
   FROM projects p JOIN memberships m ON m.project_id = p.id JOIN users u ON u.id = m.user_id
   WHERE p.organisation_id = $1 AND m.role = 'owner' AND m.ended_at IS NULL AND u.disabled_at IS NULL`,
);

/** Makes a secret worthless that somebody found in the open, and tells its owner. */
@Injectable()
export class ReportLeak {
  constructor(
    private readonly environment: Environment,
    private readonly database: Database,
    private readonly grants: GrantEndings,
    private readonly secrets: LeakedSecrets,
    private readonly serviceTokens: RecordServiceTokensEnd,
    private readonly mailer: Mailer,
  ) {}

  /** Whoever shows a live secret could use it, which is worse than what happens here: so no other proof is asked for. */
  async report(text: string): Promise<void> {
    const kinds = Object.entries(FIND_GRANT) as [SecretKind, Statement][];
    for (const [kind, find] of kinds) {
      if (!hasSecretShape(kind, text)) continue;
      await this.database.transaction((tx) => this.endGrant(tx, find, text));
    }
    if (hasSecretShape('iscs', text)) {
      await this.database.transaction((tx) => this.endClientSecret(tx, text));
    }
    if (hasSecretShape('isrg', text)) {
      await this.database.transaction((tx) => this.secrets.revokeRegistrationToken(tx, text));
    }
  }

  private async endGrant(tx: EntityManager, find: Statement, text: string): Promise<void> {
    const [leaked] = await this.database.queryIn<LeakedGrant>(tx, find, [hashSecret(text)]);
    if (!leaked) return;
    const { grantId } = leaked;
    const revocation = { reason: 'leaked', actor: { kind: 'system' } } as const;
    if (!(await this.grants.revoke(tx, grantId, revocation))) return;
    for (const { email, person } of await this.concerned(tx, grantId)) {
      await this.mailer.queue(tx, { to: email, ...this.letter(leaked, person) });
    }
  }

  private concerned(tx: EntityManager, grantId: string): Promise<Recipient[]> {
    return this.database.queryIn<Recipient>(tx, CONCERNED, [grantId]);
  }

  private letter({ kind, app }: LeakedGrant, person: string): ReturnType<typeof accessLeakedMail> {
    const place = `${this.environment.ISSUER_URL}/dashboard`;
    return kind === 'user'
      ? accessLeakedMail({ person, app, link: `${place}/connected-apps` })
      : serviceLeakedMail({ person, app, link: `${place}/services` });
  }

  private async endClientSecret(tx: EntityManager, text: string): Promise<void> {
    const leaked = await this.secrets.revoke(tx, text);
    if (!leaked) return;
    const ending = { reason: 'client_secret_leaked', actor: { kind: 'system' } } as const;
    await this.serviceTokens.execute(tx, leaked.id, ending);
    const values = [leaked.organisationId];
    for (const { email, person } of await this.database.queryIn<Recipient>(tx, OWNERS, values)) {
      const facts = { person, app: leaked.name };
      await this.mailer.queue(tx, { to: email, ...clientSecretLeakedMail(facts) });
    }
  }
}
