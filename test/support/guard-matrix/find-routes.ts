import { MODULE_METADATA, METHOD_METADATA } from '@nestjs/common/constants.js';
import { isAppScope } from '../../../src/modules/scopes-and-roles/scope-catalogue.js';
import { ProductApiModule } from '../../../src/product-api/product-api.module.js';
import { productRoutes, type ProductRoute } from '../../../src/product-api/access/product-route.js';
import type { Route } from '../../../src/platform/http/surface-census.js';
import { surfaceOf } from '../../../src/platform/http/surface.js';

type ModuleClass = new () => object;

/**
 * Every route of the Product API, read from the decorators of its modules before any server runs, because jest needs
 * test names at definition. A test compares it with the census of the running server.
 */
export function findProductRoutes(): ProductRoute[] {
  const controllers = new Set(controllersBelow(ProductApiModule, new Set()));
  return productRoutes([...controllers].flatMap(routesOf)).sort((a, b) =>
    titleOf(a).localeCompare(titleOf(b)),
  );
}

/** `GET /v1/project/:project/segment` */
export const titleOf = ({ method, path }: ProductRoute): string => `${method} ${path}`;

/** Whether apps may call it: it needs no scope that only API tokens can have. */
export const isForApps = ({ scopes = [] }: ProductRoute): boolean => scopes.every(isAppScope);

function controllersBelow(module: ModuleClass, seen: Set<ModuleClass>): Route['controller'][] {
  if (seen.has(module)) return [];
  seen.add(module);
  const below = read<ModuleClass>(MODULE_METADATA.IMPORTS, module).filter(
    (each) => typeof each === 'function',
  );
  return [
    ...read<Route['controller']>(MODULE_METADATA.CONTROLLERS, module),
    ...below.flatMap((each) => controllersBelow(each, seen)),
  ];
}

function routesOf(controller: Route['controller']): Route[] {
  const prototype = controller.prototype as Record<string, Route['handler']>;
  return Object.getOwnPropertyNames(prototype)
    .filter((method) => method !== 'constructor')
    .map((method) => ({ method, handler: prototype[method] as Route['handler'] }))
    .filter(({ handler }) => Reflect.hasMetadata(METHOD_METADATA, handler))
    .map(({ method, handler }) => ({
      surface: surfaceOf(controller),
      name: `${controller.name}.${method}`,
      controller,
      handler,
    }));
}

const read = <Entry>(key: string, module: ModuleClass): Entry[] =>
  (Reflect.getMetadata(key, module) as Entry[] | undefined) ?? [];
