import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Caller, GuardedRequest, Principal } from './principal.js';

/** The `Principal`: the caller in the path's project, with the effective scopes. For routes of a project. */
export const CurrentPrincipal = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal => {
    const { principal } = context.switchToHttp().getRequest<GuardedRequest>();
    if (!principal) throw new Error('There is a principal only on routes with @RequireScope.');
    return principal;
  },
);

/** The whole access of the caller. For the root of the API. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller => {
    const { caller } = context.switchToHttp().getRequest<GuardedRequest>();
    if (!caller) throw new Error('There is a caller only on the surface product-api.');
    return caller;
  },
);
