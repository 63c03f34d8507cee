import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditActor } from '../../../modules/audit/audit-event.js';
import { AuditLog } from '../../../modules/audit/audit-log.service.js';
import { Database } from '../../../platform/database/database.js';
import { WebhookEvents } from '../../webhooks/webhook-events.service.js';
import { PAUSE_AUTOMATION, type AutomationRow } from './automation.statements.js';
import { LiveAutomations } from './live-automations.js';
import { TellAdmins } from './tell-admins.js';

export interface Pause {
  /** UUIDs. */
  readonly projectId: string;
  readonly id: string;
  readonly reason: NonNullable<AutomationRow['pausedReason']>;
  readonly actor: AuditActor;
}

/** Pauses an automation: for a caller, or because it cannot go on. */
@Injectable()
export class PauseAutomation {
  constructor(
    private readonly database: Database,
    private readonly live: LiveAutomations,
    private readonly audit: AuditLog,
    private readonly admins: TellAdmins,
    private readonly webhooks: WebhookEvents,
  ) {}

  /** The caller holds `LiveAutomations.lock`. @returns undefined if it was not active */
  async execute(
    tx: EntityManager,
    { projectId, id, reason, actor }: Pause,
  ): Promise<AutomationRow | undefined> {
    const [paused] = await this.database.queryIn(tx, PAUSE_AUTOMATION, { projectId, id, reason });
    if (!paused) return undefined;
    await this.live.refresh(tx, paused);
    const target = { kind: 'automation', id };
    await this.audit.record(tx, { type: 'automation.paused', actor, target, projectId, reason });
    const fact = { projectId, subjectId: id, data: { title: paused.title } };
    await this.webhooks.announce(tx, { ...fact, type: 'automation.paused' });
    if (reason !== 'requested') await this.admins.ofPause(tx, paused, reason);
    return paused;
  }
}
