import { applyDecorators, SetMetadata } from '@nestjs/common';
import { documented } from '../../platform/http/documented.js';

/** Name of the security scheme in the OpenAPI document. */
export const DATA_SOURCE_TOKEN_SCHEME = 'dataSourceToken';

const TAKES = Symbol('takes data source tokens');

/**
 * Opens a handler to data source tokens (`isds_`), which every other handler refuses. It must reach nothing but the
 * caller's `dataSourceId`, and require only scopes of `DATA_SOURCE_TOKEN_SCOPES`.
 */
export const TakesDataSourceTokens = (): MethodDecorator =>
  applyDecorators(
    SetMetadata(TAKES, true),
    documented(({ ApiSecurity }) => ApiSecurity(DATA_SOURCE_TOKEN_SCHEME, [])),
  );

export const takesDataSourceTokens = (handler: object): boolean =>
  Reflect.hasMetadata(TAKES, handler);
