import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { ProblemError, type FieldProblem } from '../../kernel/errors/problem-error.js';
import * as validatorPackage from '../../platform/validation/class-validator.js';
import { escapePointer, findUnsupported } from './json-shape.js';
import { PageQuery } from './list-query.js';
import { writeOut } from './query-form.js';

/** Most faults in a response, whose size must not grow with the request. */
const MAX_FAULTS = 20;

/**
 * Validates body and query against their DTO: unknown members are refused, every fault has its JSON Pointer. Values
 * that validators cannot handle (`findUnsupported`) are refused before. A body whose parameter is `unknown[]` must be a list.
 */
@Injectable()
export class RequestPipe extends ValidationPipe {
  constructor() {
    super({
      // Nest would load all of class-validator.
      validatorPackage,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transform: true,
      stopAtFirstError: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => invalid(errors.flatMap((error) => faultsOf(error))),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom') return value;
    if (metadata.type === 'body' && metadata.metatype === Array) return requireList(value);
    // A single parameter has a name but no pointer.
    const fault = findUnsupported(value, metadata.data === undefined ? '' : `/${metadata.data}`);
    if (fault) throw invalid([fault]);
    if (isListQuery(metadata)) return super.transform(writtenOut(value), metadata);
    if (metadata.type === 'body') checkBody(value, metadata);
    return super.transform(value, metadata);
  }
}

function checkBody(value: unknown, { metatype }: ArgumentMetadata): void {
  if (metatype === String) requireText(value);
  if (!Array.isArray(value)) return;
  throw invalid([{ pointer: '', code: 'isObject', message: 'must be an object' }]);
}

/** The handler reads the items one by one, since each has a result of its own. */
function requireList(value: unknown): unknown {
  if (Array.isArray(value)) return value;
  throw invalid([{ pointer: '', code: 'isArray', message: 'must be a list' }]);
}

const isListQuery = ({ type, metatype }: ArgumentMetadata): boolean =>
  type === 'query' && (metatype?.prototype as unknown) instanceof PageQuery;

/** @throws ProblemError 400 for a `_q` of another form */
function writtenOut(value: unknown): unknown {
  const written = writeOut(value as Record<string, unknown>);
  const fault = 'fault' in written ? written.fault : findUnsupported(written.query);
  if (fault) throw invalid([fault]);
  return 'fault' in written ? undefined : written.query;
}

/** There is none if a request has no body. */
function requireText(value: unknown): void {
  if (typeof value === 'string') return;
  throw invalid([{ pointer: '', code: 'isString', message: 'must be there' }]);
}

/** @returns the problem that names these faults */
export const invalid = (faults: readonly FieldProblem[]): ProblemError =>
  new ProblemError('invalid_request', 'Some members of the request are not valid.', {
    errors: faults.slice(0, MAX_FAULTS),
  });

/** A member of the body or parameter of the query that there is not. `parent`: the pointer of what has it. */
export const unknownMember = (name: string, parent = ''): FieldProblem => ({
  ...{ pointer: `${parent}/${escapePointer(name)}`, code: 'unknown', message: 'is not known here' },
});

function faultsOf(
  { property, constraints, children }: ValidationError,
  parent = '',
): FieldProblem[] {
  const pointer = `${parent}/${escapePointer(property)}`;
  const own = Object.entries(constraints ?? {}).map(([rule, message]) =>
    rule === 'whitelistValidation'
      ? unknownMember(property, parent)
      : { pointer, code: rule, message },
  );
  return [...own, ...(children ?? []).flatMap((child) => faultsOf(child, pointer))];
}
