import type { FieldProblem } from '../../../kernel/errors/problem-error.js';
import { escapePointer } from '../../access/json-shape.js';
import { invalid } from '../../access/request.pipe.js';
import type { ProjectSpecs } from '../../specs/project-specs.js';
import type { AttributeSpec } from '../../specs/spec.js';
import { readValue, type ReadValue, type ValueContext } from '../../specs/values/read-value.js';

/** Custom attributes of a request, as they are stored. */
export interface ChangedAttributes {
  readonly given: Readonly<Record<string, unknown>>;
  readonly cleared: readonly string[];
  /** Of those given: attributes that had no value in any contact. */
  readonly first: readonly string[];
}

/** @throws ProblemError 400 that names each attribute which is reserved or unknown, or has a value of another type */
export function readAttributes(
  data: object,
  specs: ProjectSpecs,
  context: ValueContext,
): ChangedAttributes {
  const read = (Object.entries(data) as [string, unknown][]).map(
    ([uid, value]) => [uid, readOne(specs.attribute(uid), value, context)] as const,
  );
  const faults = read.flatMap(([uid, one]): FieldProblem[] => {
    if (!('fault' in one)) return [];
    const pointer = `/attributesData/${escapePointer(uid)}`;
    return [{ pointer, code: 'attribute', message: one.fault }];
  });
  if (faults.length > 0) throw invalid(faults);
  const valued = read.flatMap(([uid, one]) => ('value' in one ? [[uid, one.value] as const] : []));
  const given = Object.fromEntries(valued.filter(([, value]) => value !== null));
  const cleared = valued.flatMap(([uid, value]) => (value === null ? [uid] : []));
  const first = Object.keys(given).filter((uid) => specs.attribute(uid)?.hasData !== true);
  return { given, cleared, first };
}

/** Null stays null. */
function readOne(
  spec: AttributeSpec | undefined,
  value: unknown,
  context: ValueContext,
): ReadValue {
  if (!spec) return { fault: 'is not an attribute of this project' };
  if (!spec.custom) return { fault: 'is reserved: data sources say it' };
  if (!spec.enabled) return { fault: 'is an attribute that is switched off' };
  return value === null ? { value } : readValue(spec, value, context);
}
