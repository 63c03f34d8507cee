import { Injectable } from '@nestjs/common';
import { fromWireId, toWireId } from '../../../../kernel/ids.js';
import { DirectEvents } from '../../../webhooks/direct-events.service.js';
import type { Instruction } from '../../definition/program.js';
import type { Group } from './group.js';

/** Tells a webhook which contacts have come to a step. */
@Injectable()
export class TellWebhook {
  constructor(private readonly events: DirectEvents) {}

  /**
   * In the transaction that moves them on, so that a killed process has told of a step and left it, or neither. Nothing,
   * if the webhook is disabled or gone: they go on all the same.
   */
  async execute(
    { tx, head: { projectId, automationId, version }, rows }: Group,
    { endpointId, step }: Extract<Instruction, { do: 'tell' }>,
  ): Promise<void> {
    const webhookId = fromWireId('whk', endpointId);
    if (webhookId === null) return;
    const events = rows.map(({ id: subjectId, contactId }) => ({
      subjectId,
      data: {
        ...{ automationId: toWireId('aut', automationId), version, step },
        audienceId: toWireId('aud', contactId),
      },
    }));
    await this.events.send(tx, { projectId, webhookId, type: 'automation.step' }, events);
  }
}
