import { Injectable, type OnModuleInit } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { RATE_LIMIT } from './rate-limit/rate-limit.decorator.js';
import { ruleOfPath, surfaceOf, SURFACES, type Surface } from './surface.js';

/** One route of the running server, as its decorators describe it. */
export interface Route {
  readonly surface: Surface | undefined;
  /** `Controller.method`, for messages. */
  readonly name: string;
  readonly controller: new (...parameters: never[]) => object;
  readonly handler: (...parameters: never[]) => unknown;
}

export interface RunningRoute extends Route {
  /** Of the controller. */
  readonly instance: object;
}

/** Lists every route, and fails the start of the server if one of them contradicts the table of surfaces. */
@Injectable()
export class SurfaceCensus implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const faults = this.routes().flatMap(faultsOf);
    if (faults.length > 0) throw new Error(`Routes without their surface: ${faults.join('; ')}`);
  }

  /** Every handler of every controller, in no particular order. */
  routes(): RunningRoute[] {
    return this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      const controller = metatype as Route['controller'];
      const prototype = Object.getPrototypeOf(instance) as Record<string, Route['handler']>;
      return this.scanner
        .getAllMethodNames(prototype)
        .map((method) => ({ method, handler: prototype[method] as Route['handler'] }))
        .filter(({ handler }) => Reflect.hasMetadata(METHOD_METADATA, handler))
        .map(({ method, handler }) => ({
          surface: surfaceOf(controller),
          name: `${controller.name}.${method}`,
          controller,
          instance: instance as object,
          handler,
        }));
    });
  }
}

/** The paths of a route with their parameters, `/v1/project/:project/segment/:uid`. */
export function pathsOf({ controller, handler }: Pick<Route, 'controller' | 'handler'>): string[] {
  const [[base = ''], paths] = [controller, handler].map(
    (each) => [Reflect.getMetadata(PATH_METADATA, each)].flat() as string[],
  ) as [string[], string[]];
  return paths.map((path) => {
    const parts = [base, path].flatMap((each) => each.replace('{/}', '').split('/'));
    return `/${parts.filter(Boolean).join('/')}`;
  });
}

function faultsOf(route: Route): string[] {
  const { surface, name, handler } = route;
  if (!surface) {
    return [
      `${name} declares no surface (@OAuthEndpoint, @DashboardPage, @ProductApi, @McpEndpoint, @Public)`,
    ];
  }
  const strays = pathsOf(route).filter((path) => ruleOfPath(path).surface !== surface);
  const isUnlimited = SURFACES[surface].limits !== 'address';
  return [
    ...strays.map((path) => `${name} is of the surface ${surface}, and ${path} is not`),
    ...(isUnlimited && Reflect.hasMetadata(RATE_LIMIT, handler)
      ? [`${name} has @RateLimit, which nothing reads on the surface ${surface}`]
      : []),
  ];
}
