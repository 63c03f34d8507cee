import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { randomOctets } from '../../../../kernel/random.js';
import { SecretKey } from '../../../../platform/config/secret-key.js';
import { Database } from '../../../../platform/database/database.js';
import { statement } from '../../../../platform/database/statement.js';
import { openSealedText, sealText } from '../../../../platform/keys/sealed-text.js';
import { AuditLog } from '../../../audit/audit-log.service.js';
import type { TrialParties } from '../../../tokens/trial-tokens.service.js';

const LIFE_MINUTES = 15;

/** What the developer chose. */
export interface ChosenRequest {
  readonly redirectUri: string;
  /** Names, separated by spaces; empty for a request without them. */
  readonly scope: string;
  /** Resource indicator (RFC 8707). */
  readonly resource: string;
}

/** A trial that has not ended. */
export interface FlowTrial extends ChosenRequest {
  readonly state: string;
  readonly verifier: string;
  /** Of the verifier (S256). */
  readonly codeChallenge: string;
  /** Another text for each trial. */
  readonly sealed: string;
}

const BEGIN = statement(
  'flow-trials.begin',
  `INSERT INTO flow_trials (client_id, user_id, sealed, redirect_uri, scope, resource, expires_at)
   VALUES (:clientId, :userId, :sealed, :redirectUri, :scope, :resource,
     now() + interval '${String(LIFE_MINUTES)} minutes')
   ON CONFLICT (client_id, user_id) DO UPDATE SET
     sealed = excluded.sealed, redirect_uri = excluded.redirect_uri, scope = excluded.scope,
     resource = excluded.resource, expires_at = excluded.expires_at`,
);
const FIND = statement(
  'flow-trials.find',
  `SELECT t.sealed, t.redirect_uri AS "redirectUri", t.scope, t.resource FROM flow_trials t
   WHERE t.client_id = :clientId AND t.user_id = :userId AND t.expires_at > now()`,
  { sealed: 'text', redirectUri: 'text', scope: 'text', resource: 'text' },
);
const END = statement(
  'flow-trials.end',
  `DELETE FROM flow_trials
   WHERE client_id = :clientId AND user_id = :userId AND sealed = :sealed AND expires_at > now()
   RETURNING client_id AS "clientId"`,
  { clientId: 'uuid' },
);

/** Trials of the flow, one of each app and person. `state` and verifier are stored encrypted. */
@Injectable()
export class FlowTrials {
  private readonly key: Uint8Array;

  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    secretKey: SecretKey,
  ) {
    this.key = secretKey.derive('flow-trials');
  }

  /** Begins a trial, which replaces the one before. */
  async begin(parties: TrialParties, chosen: ChosenRequest): Promise<void> {
    const secrets = JSON.stringify([randomText(), randomText()]);
    const sealed = await sealText(this.key, rowOf(parties), secrets);
    await this.database.query(BEGIN, { ...valuesOf(parties), ...chosen, sealed });
  }

  /** Null if there is none, it has expired, or SECRET_KEY was another one. */
  async find(parties: TrialParties): Promise<FlowTrial | null> {
    const [row] = await this.database.query(FIND, valuesOf(parties));
    const secrets = row && (await this.open(parties, row.sealed));
    if (!secrets) return null;
    const [state, verifier] = secrets;
    return { ...row, state, verifier, codeChallenge: hash('sha256', verifier, 'base64url') };
  }

  /** Ends it, once: false if it has ended or another one was begun. */
  end(parties: TrialParties, { sealed }: Pick<FlowTrial, 'sealed'>): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [ended] = await this.database.queryIn(tx, END, { ...valuesOf(parties), sealed });
      if (!ended) return false;
      await this.audit.record(tx, {
        type: 'client.flow_tried',
        actor: { kind: 'user', userId: parties.userId },
        target: { kind: 'client', id: parties.client.id },
      });
      return true;
    });
  }

  private async open(
    parties: TrialParties,
    sealed: string,
  ): Promise<readonly [state: string, verifier: string] | null> {
    try {
      const text = await openSealedText(this.key, rowOf(parties), sealed);
      return JSON.parse(text) as [string, string];
    } catch {
      return null;
    }
  }
}

/** 43 characters, as a verifier has them at least (RFC 7636 §4.1). */
const randomText = (): string => Buffer.from(randomOctets(32)).toString('base64url');

const valuesOf = ({ client, userId }: TrialParties) => ({ clientId: client.id, userId });

const rowOf = ({ client, userId }: TrialParties): string => `${client.id} ${userId}`;
