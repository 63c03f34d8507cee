import { Injectable } from '@nestjs/common';
import type { FieldProblem } from '../../../kernel/errors/problem-error.js';
import { DirectEvents } from '../../webhooks/direct-events.service.js';
import type { Definition } from '../definition/definition.js';
import { referencesOf } from './definition-references.js';

/** Whether the webhooks that steps name can be told of them, when a definition is written and when it is switched on. */
@Injectable()
export class DefinitionWebhooks {
  constructor(private readonly events: DirectEvents) {}

  async findFaults(projectId: string, definition: Definition): Promise<readonly FieldProblem[]> {
    const { webhooks } = referencesOf(definition);
    const ids = webhooks.map(({ name }) => name);
    const usable = await this.events.findUsable(projectId, ids, 'automation.step');
    return webhooks
      .filter(({ name }) => !usable.includes(name))
      .map(({ pointer }) => ({ ...NOT_USABLE, pointer }));
  }
}

const NOT_USABLE = {
  code: 'webhook',
  message: 'is no active webhook of the project whose app or token has automations:read',
} as const;
