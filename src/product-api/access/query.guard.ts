import {
  Injectable,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
  type Type,
} from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { GuardedRequest } from './principal.js';
import { isProductApi } from './product-route.js';
import { invalid, unknownMember } from './request.pipe.js';

const WITHOUT_EFFECT = Symbol('parameters-without-effect');

/** Parameters of the query that are allowed, and that the handler does not read. */
export const TakesWithoutEffect = (...names: readonly string[]): MethodDecorator =>
  SetMetadata(WITHOUT_EFFECT, names);

/**
 * Refuses unknown parameters of the query where a handler takes no `@Query`; where it does, `RequestPipe` refuses them.
 * A client that misspells a parameter, or takes it from another route, must not believe that it has an effect.
 */
@Injectable()
export class QueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const [controller, handler] = [context.getClass(), context.getHandler()];
    if (!isProductApi(controller)) return true;
    const given = Object.keys(context.switchToHttp().getRequest<GuardedRequest>().query);
    if (given.length === 0 || takesQuery(controller, handler)) return true;
    const allowed = (Reflect.getMetadata(WITHOUT_EFFECT, handler) ?? []) as readonly string[];
    const unknown = given.filter((name) => !allowed.includes(name));
    if (unknown.length > 0) throw invalid(unknown.map((name) => unknownMember(name)));
    return true;
  }
}

function takesQuery(controller: Type, handler: { readonly name: string }): boolean {
  const parameters: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler.name);
  const kind = `${String(RouteParamtypes.QUERY)}:`;
  return Object.keys(parameters ?? {}).some((key) => key.startsWith(kind));
}
