import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { FieldProblem } from '../../../kernel/errors/problem-error.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/statement.js';
import type { ProjectSpecs } from '../../specs/project-specs.js';
import { SpecCatalogue } from '../../specs/spec-catalogue.service.js';
import type { Definition } from '../definition/definition.js';
import { DefinitionRules } from './definition-rules.js';
import { referencesOf, type References } from './definition-references.js';
import { DefinitionWebhooks } from './definition-webhooks.js';
import { findValueFault } from './find-value-fault.js';

const FIND_REFERENCES = statement(
  'automation.find-references',
  `SELECT
     ARRAY(SELECT id FROM segments WHERE project_id = :projectId AND id = ANY (:segments::uuid[])) AS segments,
     ARRAY(SELECT id FROM senders
       WHERE project_id = :projectId AND id = ANY (:senders::uuid[]) AND status = 'approved') AS senders,
     EXISTS (SELECT FROM senders
       WHERE project_id = :projectId AND is_default AND status = 'approved') AS "hasDefaultSender"`,
  { segments: 'uuid[]', senders: 'uuid[]', hasDefaultSender: 'boolean' },
);

/** The code of a fault for which the API has an error of its own. */
export const SENDER_FAULT = 'sender';

/** What stands in the way of switching an automation on, besides its form. */
@Injectable()
export class DefinitionChecks {
  constructor(
    private readonly database: Database,
    private readonly specs: SpecCatalogue,
    private readonly rules: DefinitionRules,
    private readonly webhooks: DefinitionWebhooks,
  ) {}

  async findFaults(
    tx: EntityManager,
    projectId: string,
    definition: Definition,
  ): Promise<readonly FieldProblem[]> {
    const references = referencesOf(definition);
    const { faults } = await this.rules.readAll(projectId, definition);
    return [
      ...faults,
      ...(await this.findMissing(tx, projectId, references)),
      ...(await this.webhooks.findFaults(projectId, definition)),
      ...findUnspecified(references, await this.specs.of(projectId)),
    ];
  }

  private async findMissing(
    tx: EntityManager,
    projectId: string,
    { segments, senders }: References,
  ): Promise<readonly FieldProblem[]> {
    const [found] = await this.database.queryIn(tx, FIND_REFERENCES, {
      projectId,
      segments: segments.map(({ name }) => name),
      senders: senders.map(({ name }) => name).filter((name) => name !== null),
    });
    const isUsable = (name: string | null): boolean =>
      name === null ? found?.hasDefaultSender === true : found?.senders.includes(name) === true;
    return [
      ...segments
        .filter(({ name }) => !found?.segments.includes(name))
        .map(({ pointer }) => ({
          pointer,
          code: 'segment',
          message: 'is no segment of the project',
        })),
      ...senders
        .filter(({ name }) => !isUsable(name))
        .map(({ name, pointer }) => ({
          ...{ pointer, code: SENDER_FAULT },
          message:
            name === null
              ? 'must be given, as the project has no approved default sender'
              : 'is no approved sender of the project',
        })),
    ];
  }
}

function findUnspecified(
  { events, dates, attributes }: References,
  specs: ProjectSpecs,
): readonly FieldProblem[] {
  const isDate = (name: string): boolean =>
    ['date', 'datetime'].includes(specs.attribute(name)?.dataType ?? '');
  return [
    ...events
      .filter(({ name }) => !specs.event(name))
      .map(({ pointer }) => ({ pointer, code: 'event', message: 'is no type of event here' })),
    ...dates
      .filter(({ name }) => !isDate(name))
      .map(({ pointer }) => ({ pointer, code: 'date', message: 'is no attribute with a date' })),
    ...attributes
      .flatMap(({ name, value, pointer }) => {
        const fault = findValueFault(specs.attribute(name), value);
        return fault ? [{ ...fault, pointer: `${pointer}/${fault.member}` }] : [];
      })
      .map(({ pointer, code, message }) => ({ pointer, code, message })),
  ];
}
