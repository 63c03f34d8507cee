import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { hashSecret, hasSecretShape, type SecretKind } from '../../../../kernel/secret.js';
import { Environment } from '../../../../platform/config/environment.js';
import { Database } from '../../../../platform/database/database.js';
import { column } from '../../../../platform/database/row-shape.js';
import { statement, type RowOf } from '../../../../platform/database/statement.js';
import type { MailText } from '../../../../platform/mail/mail.js';
import { Mailer } from '../../../../platform/mail/mailer.service.js';
import { CONSENT_IS_CURRENT } from '../../../grants/live-grant.sql.js';
import type { GrantKind } from '../../../grants/grant.js';
import { GrantEndings } from '../../../grants/grant-endings.service.js';
import { ApiTokenEndings } from '../../../api-tokens/api-token-endings.service.js';
import type { DataSourceTokenFacts } from '../../../data-source-tokens/data-source-token.js';
import { DataSourceTokens } from '../../../data-source-tokens/data-source-tokens.service.js';
import { LeakedSecrets } from '../../../clients/leaked-secrets.service.js';
import { ClientSecrets } from '../../client-secrets.service.js';
import { StandingAccess } from '../../standing-access.service.js';
import { ACCESS_TOKENS, FAMILY_IS_UNREVOKED, JOIN_PARTIES, REFRESH_TOKENS } from '../access.sql.js';
import {
  accessLeakedMail,
  apiTokenLeakedMail,
  clientSecretLeakedMail,
  dataSourceTokenLeakedMail,
  serviceLeakedMail,
} from './leak-texts.js';

/** The grant of a secret that is still usable. */
const findGrant = (name: string, from: string, hashColumn: string, isUsable: string) =>
  statement(
    `leak.find-grant-of-${name}`,
    `SELECT g.id AS "grantId", g.kind, c.name AS app FROM ${from}
     WHERE ${hashColumn} = :hash AND ${isUsable} AND (g.kind = 'service' OR ${CONSENT_IS_CURRENT})`,
    { grantId: 'uuid', kind: column<GrantKind>('text'), app: 'text' },
  );
type FindGrant = ReturnType<typeof findGrant>;

// Only usable secrets end anything: old ones are in histories and logs, and the finder of one must not be able to
// disconnect an app. For a consumed refresh token the grant ends at the token endpoint too. A disabled app or person
// may be enabled again, and then its tokens with it.
const FIND_GRANT: Partial<Record<SecretKind, FindGrant>> = {
  isoa: findGrant(
    'access-token',
    ACCESS_TOKENS,
    't.token_hash',
    `t.expires_at > now() AND t.revoked_at IS NULL AND ${FAMILY_IS_UNREVOKED}`,
  ),
  isor: findGrant(
    'refresh-token',
    REFRESH_TOKENS,
    'r.token_hash',
    `r.expires_at > now() AND ${FAMILY_IS_UNREVOKED}`,
  ),
  isoc: findGrant(
    'code',
    `authorization_codes k JOIN grants g ON g.id = k.grant_id ${JOIN_PARTIES}`,
    'k.code_hash',
    'k.expires_at > now() AND k.consumed_at IS NULL',
  ),
};

/** The recipients of the notification. */
const RECIPIENT = { email: 'text', person: 'text' } as const;

// The person of the grant; for a service, everybody who could connect it again.
const CONCERNED = statement(
  'leak.find-concerned',
  `SELECT u.email, u.name AS person FROM grants g JOIN users u ON u.id = g.user_id WHERE g.id = :grantId
   UNION
   SELECT u.email, u.name FROM grants g
   JOIN grant_projects gp ON gp.grant_id = g.id AND gp.revoked_at IS NULL
   JOIN memberships m ON m.project_id = gp.project_id AND m.ended_at IS NULL AND m.role IN ('owner', 'admin')
   JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
   WHERE g.id = :grantId AND g.kind = 'service'`,
  RECIPIENT,
);

const OWNERS = statement(
  'leak.find-owners',
  `SELECT DISTINCT u.email, u.name AS person
   FROM projects p JOIN memberships m ON m.project_id = p.id JOIN users u ON u.id = m.user_id
   WHERE p.organisation_id = :organisationId AND m.role = 'owner' AND m.ended_at IS NULL AND u.disabled_at IS NULL`,
  RECIPIENT,
);

const KEEPERS = statement(
  'leak.find-keepers',
  `SELECT u.email, u.name AS person, p.name AS project
   FROM projects p JOIN memberships m ON m.project_id = p.id JOIN users u ON u.id = m.user_id
   WHERE p.id = :projectId AND m.role IN ('owner', 'admin') AND m.ended_at IS NULL AND u.disabled_at IS NULL`,
  { ...RECIPIENT, project: 'text' },
);

/** Revokes a leaked secret and notifies its owner. */
@Injectable()
export class ReportLeak {
  constructor(
    private readonly environment: Environment,
    private readonly database: Database,
    private readonly grants: GrantEndings,
    private readonly leakedSecrets: LeakedSecrets,
    private readonly clientSecrets: ClientSecrets,
    private readonly apiTokens: ApiTokenEndings,
    private readonly dataSourceTokens: DataSourceTokens,
    private readonly standing: StandingAccess,
    private readonly mailer: Mailer,
  ) {}

  /** Whoever has a usable secret could use it, which is worse than revoking it: so no other proof is required. */
  async report(text: string): Promise<void> {
    for (const [kind, find] of Object.entries(FIND_GRANT) as [SecretKind, FindGrant][]) {
      if (!hasSecretShape(kind, text)) continue;
      await this.database.transaction((tx) => this.endGrant(tx, find, text));
    }
    if (hasSecretShape('isat', text)) {
      await this.database.transaction((tx) => this.endApiToken(tx, text));
    }
    if (hasSecretShape('isds', text)) await this.endDataSourceToken(text);
    if (hasSecretShape('iscs', text)) {
      await this.database.transaction((tx) => this.endClientSecret(tx, text));
    }
    if (hasSecretShape('isrg', text)) {
      await this.database.transaction((tx) => this.leakedSecrets.revokeRegistrationToken(tx, text));
    }
  }

  private async endGrant(tx: EntityManager, find: FindGrant, text: string): Promise<void> {
    const [leaked] = await this.database.queryIn(tx, find, { hash: hashSecret(text) });
    if (!leaked) return;
    const { grantId } = leaked;
    const revocation = { reason: 'leaked', actor: { kind: 'system' } } as const;
    if (!(await this.grants.revoke(tx, grantId, revocation))) return;
    for (const { email, person } of await this.database.queryIn(tx, CONCERNED, { grantId })) {
      await this.mailer.queue(tx, { to: email, ...this.mailOf(leaked, person) });
    }
  }

  private mailOf({ kind, app }: RowOf<FindGrant>, person: string): MailText {
    const dashboard = `${this.environment.ISSUER_URL}/dashboard`;
    return kind === 'user'
      ? accessLeakedMail({ person, app, link: `${dashboard}/connected-apps` })
      : serviceLeakedMail({ person, app, link: `${dashboard}/services` });
  }

  private async endApiToken(tx: EntityManager, text: string): Promise<void> {
    const leaked = await this.apiTokens.revokeLeaked(tx, text);
    if (leaked) await this.mailer.queue(tx, { to: leaked.email, ...apiTokenLeakedMail(leaked) });
  }

  /** Only one that works, as for every other secret. The look-ups need no transaction. */
  private async endDataSourceToken(text: string): Promise<void> {
    const token = await this.dataSourceTokens.find(text);
    const maker = token && (await this.standing.inProject(token.maker, token.projectId));
    if (!token || !maker?.project) return;
    await this.database.transaction((tx) => this.deleteLeaked(tx, token));
  }

  private async deleteLeaked(tx: EntityManager, token: DataSourceTokenFacts): Promise<void> {
    if (!(await this.dataSourceTokens.delete(tx, token, { kind: 'system' }, 'leaked'))) return;
    const { projectId } = token;
    for (const { email, ...names } of await this.database.queryIn(tx, KEEPERS, { projectId })) {
      await this.mailer.queue(tx, { to: email, ...dataSourceTokenLeakedMail(names) });
    }
  }

  private async endClientSecret(tx: EntityManager, text: string): Promise<void> {
    const leaked = await this.clientSecrets.revokeLeaked(tx, text);
    if (!leaked) return;
    const { name: app, organisationId } = leaked;
    for (const { email, person } of await this.database.queryIn(tx, OWNERS, { organisationId })) {
      await this.mailer.queue(tx, { to: email, ...clientSecretLeakedMail({ person, app }) });
    }
  }
}
