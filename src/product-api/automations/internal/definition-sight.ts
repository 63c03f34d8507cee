import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { invalid } from '../../access/request.pipe.js';
import { readTemplate } from '../../messages/merge-tags.js';
import { SpecCatalogue } from '../../specs/spec-catalogue.service.js';
import { levelOf } from '../../wire/field-levels.js';
import type { Definition } from '../definition/definition.js';
import { walkSteps } from '../definition/walk-steps.js';
import { DefinitionRules } from './definition-rules.js';
import { DefinitionWebhooks } from './definition-webhooks.js';

/** Whether who writes a definition may see what it compares, and what it shows to others, who can be shown it. */
@Injectable()
export class DefinitionSight {
  constructor(
    private readonly specs: SpecCatalogue,
    private readonly rules: DefinitionRules,
    private readonly webhooks: DefinitionWebhooks,
  ) {}

  /** @throws ProblemError 400 for rules and texts that cannot be read, or webhooks of no use; 403 `data_privacy` */
  async check({ projectId, scopes }: Principal, definition: Definition): Promise<void> {
    const { rules, faults } = await this.rules.readAll(projectId, definition);
    const all = [...faults, ...(await this.webhooks.findFaults(projectId, definition))];
    if (all.length > 0) throw invalid(all);
    for (const rule of rules) rule.checkSight(scopes);
    const specs = await this.specs.of(projectId);
    for (const { step, pointer } of walkSteps(definition.steps)) {
      if (!('send_sms' in step)) continue;
      readTemplate(step.send_sms.text, specs, levelOf(scopes), `${pointer}/send_sms/text`);
    }
  }
}
