import { applyDecorators, RequestMethod, type Type } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA } from '@nestjs/common/constants.js';
import { notFound } from '../../kernel/errors/problem-error.js';
import { documented } from '../../platform/http/documented.js';
import { Text, Whole } from '../wire/fields.js';
import { fieldsOf } from '../wire/wire-class.js';
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
export class ListMetadata {
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

/** Documents what a route is for. */
export const Summary = (summary: string): MethodDecorator =>
  documented(({ ApiOperation }) => ApiOperation({ summary }));

/** Documents `{entity, metadata}`; `also`: another status with the same body. */
export const EntityResponse = (
  model: Type<object>,
  metadata?: Type<object>,
  { also }: { also?: number } = {},
) =>
  applyDecorators(
    envelope(model, 'entity', (entity) => entity, metadata),
    ...(also === undefined ? [] : [envelope(model, 'entity', (entity) => entity, metadata, also)]),
  );

/** Documents `{entities, metadata}`. */
export const ListResponse = (model: Type<object>, metadata: Type<object> = ListMetadata) =>
  envelope(model, 'entities', (items) => ({ type: 'array', items }), metadata);

const envelope = (
  model: Type<object>,
  member: string,
  around: (entity: { $ref: string }) => object,
  metadata: Type<object> | undefined,
  status?: number,
): MethodDecorator =>
  applyDecorators(
    documented(({ ApiExtraModels }) => ApiExtraModels(model)),
    documented(
      ({ ApiResponse, getSchemaPath }) =>
        (target: object, name: string | symbol, descriptor: PropertyDescriptor) =>
          void ApiResponse({
            status: status ?? statusOf(descriptor.value as object),
            description: '',
            ...(member === 'entity' ? versionHeader(model) : {}),
            schema: {
              type: 'object',
              required: [member, 'metadata'],
              properties: {
                [member]: around({ $ref: getSchemaPath(model) }),
                metadata: metadata ? openApiSchemaOf(metadata) : { type: 'object', properties: {} },
              },
            },
          })(target, name, descriptor),
    ),
  );

/** The status of a success of this handler: that of `@HttpCode`, else Nest's default. */
function statusOf(handler: object): number {
  const own = Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined;
  const isPost = Reflect.getMetadata(METHOD_METADATA, handler) === RequestMethod.POST;
  return own ?? (isPost ? 201 : 200);
}

/** `VersionTag` sends it. */
const versionHeader = (model: Type<object>) =>
  fieldsOf(model).some(({ name }) => name === 'version')
    ? { headers: { ETag: { description: VERSION_TAG, schema: { type: 'string' } } } as const }
    : {};

const VERSION_TAG = 'The `version` in quotes, for `If-Match`.';
