import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { RequestMethod, type Type } from '@nestjs/common';
import type { ApiScope } from '../../modules/scopes-and-roles/scope-catalogue.js';
import { pathsOf, type Route } from '../../platform/http/surface-census.js';
import { surfaceOf } from '../../platform/http/surface.js';
import { REQUIRED_SCOPES } from './require-scope.decorator.js';
import { takesDataSourceTokens } from './takes-data-source-tokens.decorator.js';

/** A route of the Product API, as its decorators describe it. */
export interface ProductRoute {
  /** `Controller.method`, for messages. */
  readonly name: string;
  readonly method: string;
  /** With parameters, `/v1/project/:project/segment/:uid`. */
  readonly path: string;
  /** Undefined: not declared. Empty: `@AnyScope`. */
  readonly scopes: readonly ApiScope[] | undefined;
  readonly takesDataSourceTokens: boolean;
}

/** Whether a controller is on the surface of the Product API. */
export const isProductApi = (controller: Type): boolean => surfaceOf(controller) === 'product-api';

/** The scopes that a handler declares; undefined if it declares none. */
export const requiredScopes = (handler: object): readonly ApiScope[] | undefined =>
  Reflect.getMetadata(REQUIRED_SCOPES, handler) as readonly ApiScope[] | undefined;

/** The routes of the Product API among `routes`, which the census of the platform lists. */
export const productRoutes = (routes: readonly Route[]): ProductRoute[] =>
  routes
    .filter(({ surface }) => surface === 'product-api')
    .map(({ name, controller, handler }) => ({
      name,
      method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? '',
      path: pathsOf({ controller, handler }).join(' or '),
      scopes: requiredScopes(handler),
      takesDataSourceTokens: takesDataSourceTokens(handler),
    }));
