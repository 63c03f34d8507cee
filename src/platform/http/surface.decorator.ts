import {
  applyDecorators,
  Controller,
  SetMetadata,
  UseFilters,
  UseGuards,
  type ExceptionFilter,
  type Type,
} from '@nestjs/common';
import { PageErrorFilter } from '../pages/page-error.filter.js';
import { documented } from './documented.js';
import { FormGuard } from './form.guard.js';
import { OAuthErrorFilter } from './oauth-error.filter.js';
import { AddressLimitGuard, FormLimitGuard } from './rate-limit/rate-limit.guard.js';
import { SURFACE, SURFACES, type Dialect, type Surface } from './surface.js';

/** Without one, the global filter (`ProblemDetailsFilter`) handles it, or the module adds its own. */
const FILTERS: Partial<Record<Dialect, Type<ExceptionFilter>>> = {
  oauth: OAuthErrorFilter,
  page: PageErrorFilter,
};

/** A controller with the rules of `SURFACES`. Use the decorators made of this (`@OAuthEndpoint`, `@ProductApi`, …). */
export function OnSurface(surface: Surface, path: string): ClassDecorator {
  const { dialect, limits, body } = SURFACES[surface];
  const filter = FILTERS[dialect];
  return applyDecorators(
    SetMetadata(SURFACE, surface),
    Controller(path),
    UseGuards(
      ...(limits === 'address' ? [AddressLimitGuard] : []),
      ...(body === 'form' ? [FormGuard, FormLimitGuard] : []),
    ),
    ...(filter ? [UseFilters(filter)] : []),
    ...(surface === 'product-api' ? [] : [documented((swagger) => swagger.ApiExcludeController())]),
  );
}

/** A controller of OAuth endpoints for apps: errors are `{error, error_description}` (RFC 6749 §5.2). */
export const OAuthEndpoint = (
  path: string,
  surface: 'oauth' | 'oauth-resource' | 'oauth-backend' = 'oauth',
): ClassDecorator => OnSurface(surface, path);

/** A controller without authentication. */
export const Public = (path: string, surface: 'public' | 'metadata' = 'public'): ClassDecorator =>
  OnSurface(surface, path);
