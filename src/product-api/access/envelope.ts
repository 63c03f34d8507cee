import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import { notFound } from '../../kernel/errors/problem-error.js';
import type { ListMetadata } from './plain-lists.service.js';

/** One thing, and what is to be said about the answer itself. */
export interface EntityEnvelope<Entity, Metadata = object> {
  readonly entity: Entity;
  readonly metadata: Metadata;
}

/** A page of things. */
export interface ListEnvelope<Entity, Metadata = ListMetadata> {
  readonly entities: readonly Entity[];
  readonly metadata: Metadata;
}

/** @throws ProblemError 404: what is not there and what belongs to another project look the same */
export function found<Found>(thing: Found | null): Found {
  if (thing === null) throw notFound();
  return thing;
}

const METADATA = { type: 'object' } as const;
const LIST_METADATA = {
  type: 'object',
  required: ['limit', 'next_cursor'],
  properties: {
    limit: { type: 'integer' },
    start: { type: 'integer' },
    count: { type: 'integer' },
    next_cursor: { type: 'string', nullable: true },
  },
} as const;

/** Documents `{entity, metadata}`. */
export const EntityResponse = (model: Type, metadata: object = METADATA): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(model),
    ApiOkResponse({
      schema: {
        type: 'object',
        required: ['entity', 'metadata'],
        properties: { entity: { $ref: getSchemaPath(model) }, metadata },
      },
    }),
  );

/** Documents `{entities, metadata}`. */
export const ListResponse = (model: Type, metadata: object = LIST_METADATA): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(model),
    ApiOkResponse({
      schema: {
        type: 'object',
        required: ['entities', 'metadata'],
        properties: {
          entities: { type: 'array', items: { $ref: getSchemaPath(model) } },
          metadata,
        },
      },
    }),
  );
