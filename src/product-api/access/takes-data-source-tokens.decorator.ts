import { SetMetadata } from '@nestjs/common';

const TAKES = Symbol('takes data source tokens');

/**
 * Opens a handler to data source tokens (`isds_`), which every other handler refuses. It must reach nothing but the
 * caller's `dataSourceId`, and require only scopes of `DATA_SOURCE_TOKEN_SCOPES`.
 */
export const TakesDataSourceTokens = (): MethodDecorator => SetMetadata(TAKES, true);

export const takesDataSourceTokens = (handler: object): boolean =>
  Reflect.hasMetadata(TAKES, handler);
