import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { documented } from '../../platform/http/documented.js';
import { Problems } from './problems.decorator.js';

interface IfMatchOptions {
  /** Without the header: 428. */
  readonly required?: boolean;
}

const ENTITY_TAG = /^"([1-9]\d{0,9})"$/;
/** Of PostgreSQL's `integer`. */
const LARGEST_VERSION = 2_147_483_647;

const HeldVersion = createParamDecorator(
  ({ required = false }: IfMatchOptions, context: ExecutionContext) =>
    versionIn(context.switchToHttp().getRequest<Request>().headers['if-match'], required),
);

/**
 * A parameter: the version in `If-Match`, or undefined if any will do. The handler's UPDATE compares it
 * (`AND version = :expected`) and throws `preconditionFailed()` if that is why it changed nothing.
 */
export const IfMatch =
  (options: IfMatchOptions = {}): ParameterDecorator =>
  (controller, handler, index) => {
    HeldVersion(options)(controller, handler, index);
    if (handler !== undefined) document(controller, handler, options);
  };

/** 412: the entity has another version than the caller holds. */
export const preconditionFailed = (): ProblemError =>
  new ProblemError('precondition_failed', 'It was changed meanwhile. Read it again.');

/**
 * The number of the version that a header `If-Match` names (RFC 9110 §13.1.1).
 * @throws ProblemError 412 for a tag that no entity has, 400 for several tags, 428 if it is required and names none
 */
export function versionIn(header: string | undefined, required: boolean): number | undefined {
  if (header === undefined || header === '*') {
    if (!required) return undefined;
    throw new ProblemError('precondition_required', 'Send the ETag that you have in If-Match.');
  }
  if (header.includes(',')) {
    throw new ProblemError('invalid_request', 'Send one ETag in If-Match.');
  }
  const version = Number(ENTITY_TAG.exec(header)?.[1]);
  if (version <= LARGEST_VERSION) return version;
  // Also for a weak one, which never matches here (RFC 9110 §8.8.3.2).
  throw preconditionFailed();
}

/** On the method, when OpenAPI is described: it is complete then. */
function document(
  controller: object,
  handler: string | symbol,
  { required = false }: IfMatchOptions,
): void {
  const onMethod = (decorate: MethodDecorator): void => {
    const descriptor = Object.getOwnPropertyDescriptor(controller, handler);
    if (descriptor) decorate(controller, handler, descriptor);
  };
  const description = 'The `ETag` of the version that this is for.';
  const schema = { type: 'string', example: '"1"' };
  onMethod(
    documented(({ ApiHeader }) => ApiHeader({ name: 'If-Match', required, description, schema })),
  );
  onMethod(Problems('precondition_failed'));
  if (required) onMethod(Problems('precondition_required'));
}
