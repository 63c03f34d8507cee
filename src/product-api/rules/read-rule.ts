import { findUnsupported } from '../access/json-shape.js';
import { invalid } from '../access/request.pipe.js';
import type { ProjectSpecs } from '../specs/project-specs.js';
import { Faults } from './internal/faults.js';
import { NodeReader, type Grammar } from './internal/read-node.js';
import { contactTerms, eventTerms } from './internal/terms.js';
import { parametersOf } from './rule-parameters.js';
import type { Rule } from './rule.js';

/**
 * A rule about contacts, checked against the specs of their project.
 * @param pointer JSON Pointer of `json` in the request
 * @param options.parameters whether `"$1"` in values stands for a parameter
 * @throws ProblemError 400 that names each fault
 */
export const readRule = (
  json: unknown,
  specs: ProjectSpecs,
  pointer: string,
  { parameters = false }: { readonly parameters?: boolean } = {},
): Rule =>
  read(json, pointer, {
    ...{ specs, find: contactTerms(specs), options: { parameters } },
    leaves: ['key', 'event', 'segment', 'message'],
  });

/**
 * The same for events: keys are `event-type, event-date, created-at, audience-id, datasource` and `p.<parameter>`.
 * @throws ProblemError 400 that names each fault
 */
export const readEventRule = (json: unknown, specs: ProjectSpecs, pointer: string): Rule =>
  read(json, pointer, {
    ...{ specs, find: eventTerms(specs), options: { parameters: false } },
    leaves: ['key'],
  });

function read(json: unknown, pointer: string, grammar: Grammar): Rule {
  const fault = findUnsupported(json, pointer);
  if (fault) throw invalid([fault]);
  const faults = new Faults();
  const members = faults.members(json, ['root'], pointer);
  const root =
    members && new NodeReader(grammar, faults).read(members.get('root'), `${pointer}/root`);
  faults.check();
  if (!root) throw new Error('A rule that cannot be read has a fault.');
  const rule = { root };
  // Each of them has one type, and none is skipped.
  parametersOf(rule, pointer);
  return rule;
}
