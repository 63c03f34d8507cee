import { Injectable, type OnModuleInit } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { SURFACE, type Surface } from './surface.js';

/** One route of the running server, as its decorators describe it. */
export interface Route {
  readonly surface: Surface | undefined;
  /** `Controller.method`, for messages. */
  readonly name: string;
  readonly controller: new (...parameters: never[]) => object;
  readonly handler: (...parameters: never[]) => unknown;
}

/** Lists every route and refuses to start the server while one of them has no surface. */
@Injectable()
export class SurfaceCensus implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const undeclared = this.routes().filter((route) => route.surface === undefined);
    if (undeclared.length > 0) {
      throw new Error(
        `These routes declare no surface (@OAuthEndpoint, @DashboardPage, @ProductApi, @McpEndpoint, @Public): ` +
          undeclared.map((route) => route.name).join(', '),
      );
    }
  }

  /** Every handler of every controller, in no particular order. */
  routes(): Route[] {
    return this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      const controller = metatype as Route['controller'];
      const prototype = Object.getPrototypeOf(instance) as Record<string, Route['handler']>;
      return this.scanner
        .getAllMethodNames(prototype)
        .map((method) => ({ method, handler: prototype[method] as Route['handler'] }))
        .filter(({ handler }) => Reflect.hasMetadata(METHOD_METADATA, handler))
        .map(({ method, handler }) => ({
          surface: this.reflector.get<Surface | undefined>(SURFACE, controller),
          name: `${controller.name}.${method}`,
          controller,
          handler,
        }));
    });
  }
}
