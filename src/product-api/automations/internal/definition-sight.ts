import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { readTemplate } from '../../messages/merge-tags.js';
import { SpecCatalogue } from '../../specs/spec-catalogue.service.js';
import { levelOf } from '../../wire/field-levels.js';
import type { Definition } from '../definition/definition.js';
import { walkSteps } from '../definition/walk-steps.js';

/** Whether who writes a definition may see what it shows to others. */
@Injectable()
export class DefinitionSight {
  constructor(private readonly specs: SpecCatalogue) {}

  /** @throws ProblemError 400 for a text with unknown merge tags, 403 `data_privacy` */
  async check({ projectId, scopes }: Principal, { steps }: Definition): Promise<void> {
    const specs = await this.specs.of(projectId);
    for (const { step, pointer } of walkSteps(steps)) {
      if (!('send_sms' in step)) continue;
      readTemplate(step.send_sms.text, specs, levelOf(scopes), `${pointer}/send_sms/text`);
    }
  }
}
