import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import { notFound } from '../../kernel/errors/problem-error.js';
import { Text, Whole } from '../wire/fields.js';
import { openApiSchemaOf } from '../wire/wire-schema.js';

/** One entity, with metadata. */
export interface EntityEnvelope<Entity, Metadata = object> {
  readonly entity: Entity;
  readonly metadata: Metadata;
}

/** A page of entities. */
export interface ListEnvelope<Entity, Metadata = ListMetadata> {
  readonly entities: readonly Entity[];
  readonly metadata: Metadata;
}

/** Metadata of a plain list. */
class ListMetadata {
  @Whole() readonly limit!: number;
  @Whole({ optional: true }) readonly start?: number;
  @Whole({ optional: true }) readonly count?: number;
  /** Null on the last page. */
  @Text({ nullable: true }) readonly next_cursor!: string | null;
}

/** @throws ProblemError 404: the same for what does not exist and what belongs to another project */
export function found<Found>(thing: Found | null): Found {
  if (thing === null) throw notFound();
  return thing;
}

/** Documents `{entity, metadata}`. */
export const EntityResponse = (model: Type<object>, metadata?: Type<object>) =>
  envelope(model, 'entity', { $ref: getSchemaPath(model) }, metadata);

/** Documents `{entities, metadata}`. */
export const ListResponse = (model: Type<object>, metadata: Type<object> = ListMetadata) =>
  envelope(model, 'entities', { type: 'array', items: { $ref: getSchemaPath(model) } }, metadata);

const envelope = (
  model: Type<object>,
  member: string,
  schema: object,
  metadata: Type<object> | undefined,
): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(model),
    ApiOkResponse({
      schema: {
        type: 'object',
        required: [member, 'metadata'],
        properties: {
          [member]: schema,
          metadata: metadata ? openApiSchemaOf(metadata) : { type: 'object' },
        },
      },
    }),
  );
