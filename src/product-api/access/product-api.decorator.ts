import { applyDecorators, UseInterceptors, UsePipes } from '@nestjs/common';
import { documented } from '../../platform/http/documented.js';
import { OnSurface } from '../../platform/http/surface.decorator.js';
import { IdempotencyInterceptor } from './internal/idempotency/idempotency.interceptor.js';
import { RequestPipe } from './request.pipe.js';
import { VersionTag } from './version-tag.interceptor.js';

/**
 * A controller of the Product API below a project: `@ProductApi('segment')` serves
 * `/v1/project/{project}/segment`, and `@ProductApi('')` the project itself. Errors are problem documents
 * (RFC 9457). Every route names its scopes with `@RequireScope`, or the server does not start.
 */
export const ProductApi = (path: string, tag = path): ClassDecorator =>
  applyDecorators(
    OnSurface('product-api', path === '' ? 'v1/project/:project' : `v1/project/:project/${path}`),
    UsePipes(new RequestPipe()),
    UseInterceptors(IdempotencyInterceptor, new VersionTag()),
    tagged(tag),
    documented(({ ApiParam }) =>
      ApiParam({
        name: 'project',
        description: 'The project’s id.',
        schema: { type: 'string', example: EXAMPLE_PROJECT },
      }),
    ),
  );

/** The root of the Product API, `/v1`, without a project. Its routes have `@AnyScope`. */
export const ProductApiRoot = (tag: string): ClassDecorator =>
  applyDecorators(OnSurface('product-api', 'v1'), UsePipes(new RequestPipe()), tagged(tag));

const tagged = (tag: string) => documented(({ ApiTags }) => ApiTags(tag));

const EXAMPLE_PROJECT = 'prj_01kag0r4yqf8ktm3v9x2s5c7bn';
