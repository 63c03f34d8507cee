import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SecretKey } from '../../platform/config/secret-key.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/entity-columns.js';
import { column } from '../../platform/database/row-shape.js';
import { statement } from '../../platform/database/statement.js';
import { DOMAIN_CHECKS } from '../../platform/http/rate-limit/buckets.js';
import { RateLimiter } from '../../platform/http/rate-limit/rate-limiter.service.js';
import type { AuditActor } from '../audit/audit-event.js';
import { AuditLog } from '../audit/audit-log.service.js';
import type { DomainProof, ProofInstructions, ProofState } from './domain-proof.js';
import { DomainProofEntity } from './internal/domains/domain-proof.entity.js';
import { LookUpProof, type Finding } from './internal/domains/look-up-proof.js';
import type { Client } from '../clients/client.js';

const PROOF = columnsOf(DomainProofEntity);

const LIST = statement(
  'domain-proof.list',
  `SELECT ${PROOF.list} FROM domain_proofs WHERE client_id = :clientId ORDER BY host`,
  PROOF.shape,
);

const FIND_STATE = statement(
  'domain-proof.find-state',
  `SELECT state FROM domain_proofs WHERE client_id = :clientId AND host = :host FOR UPDATE`,
  { state: column<ProofState>('text') },
);

const STORE = statement(
  'domain-proof.store',
  `INSERT INTO domain_proofs (client_id, host, state, method, failure, proven_at)
   VALUES (:clientId, :host, CASE WHEN :failure::text IS NULL THEN 'proven' ELSE 'pending' END, :method, :failure,
     CASE WHEN :failure::text IS NULL THEN now() END)
   ON CONFLICT (client_id, host) DO UPDATE SET checked_at = now(), failure = excluded.failure,
     method = coalesce(excluded.method, domain_proofs.method),
     proven_at = coalesce(domain_proofs.proven_at, excluded.proven_at),
     state = CASE WHEN excluded.failure IS NULL THEN 'proven'
       WHEN domain_proofs.state = 'pending' THEN 'pending' ELSE 'lost' END
   RETURNING state`,
  { state: column<ProofState>('text') },
);

const FORGET_OTHERS = statement(
  'domain-proof.forget-others',
  `DELETE FROM domain_proofs WHERE client_id = :clientId AND host <> ALL (:hosts)`,
);

/** That a host is not proven yet is no fact. */
const AUDITED = { pending: null, proven: 'domain.proven', lost: 'domain.lost' } as const;

const TOKEN_LENGTH = 40;

/** An app, and who proves its hosts. */
type Prover = Pick<Client, 'id' | 'organisationId'>;

/** Proofs that an organisation controls the hosts of its app: a TXT record, or a file on the host. */
@Injectable()
export class DomainProofs {
  private readonly key: Uint8Array;

  constructor(
    private readonly database: Database,
    private readonly limiter: RateLimiter,
    private readonly lookUp: LookUpProof,
    private readonly audit: AuditLog,
    secretKey: SecretKey,
  ) {
    this.key = secretKey.derive('domain-proof');
  }

  /** The checks of an app so far. */
  list(clientId: string): Promise<readonly DomainProof[]> {
    return this.database.query(LIST, { clientId });
  }

  /** What to publish for a host: the same each time, and of no use to another app or organisation. */
  instructionsFor({ id, organisationId }: Prover, host: string): ProofInstructions {
    const subject = `${String(organisationId)} ${id} ${host}`;
    const code = createHmac('sha256', this.key).update(subject).digest('hex');
    return {
      host,
      record: `_connected-apps.${host}`,
      file: `https://${host}/.well-known/connected-apps-verification.txt`,
      token: `connected-apps-verification=${code.slice(0, TOKEN_LENGTH)}`,
    };
  }

  /**
   * Checks hosts now, one after another, outside of a transaction, and stores what was found. Beyond the limits of the
   * app or its organisation nothing is looked up, and what was proven before stays.
   * @param hosts all that the app names: others are forgotten
   */
  async check(app: Prover, hosts: readonly string[], actor: AuditActor): Promise<void> {
    const { id: clientId } = app;
    for (const host of hosts) {
      const finding = await this.find(app, host);
      await this.database.transaction(async (tx) => {
        await this.database.queryIn(tx, FORGET_OTHERS, { clientId, hosts: [...hosts] });
        await this.store(tx, { clientId, host, actor }, finding);
      });
    }
  }

  private async find(app: Prover, host: string): Promise<Finding> {
    const { ofApp, byOrganisation } = DOMAIN_CHECKS;
    const isTooMuch =
      (await this.limiter.take(ofApp, app.id)) > 0 ||
      (await this.limiter.take(byOrganisation, `${String(app.organisationId)} ${host}`)) > 0;
    return isTooMuch
      ? { method: null, failure: 'asked_too_often' }
      : this.lookUp.execute(this.instructionsFor(app, host));
  }

  private async store(
    tx: EntityManager,
    { clientId, host, actor }: Checked,
    finding: Finding,
  ): Promise<void> {
    const [before] = await this.database.queryIn(tx, FIND_STATE, { clientId, host });
    if (finding.failure === 'asked_too_often' && before?.state === 'proven') return;
    const [after] = await this.database.queryIn(tx, STORE, { clientId, host, ...finding });
    const type = after && after.state !== before?.state ? AUDITED[after.state] : null;
    if (type === null) return;
    const target = { kind: 'client', id: clientId };
    await this.audit.record(tx, { type, actor, target, context: { host } });
  }
}

interface Checked {
  readonly clientId: string;
  readonly host: string;
  readonly actor: AuditActor;
}
