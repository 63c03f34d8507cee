import {
  applyDecorators,
  Controller,
  SetMetadata,
  UseFilters,
  UseGuards,
  type ExceptionFilter,
  type Type,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PageErrorFilter } from '../pages/page-error.filter.js';
import { FormGuard } from './form.guard.js';
import { OAuthErrorFilter } from './oauth-error.filter.js';
import { AddressLimitGuard, FormLimitGuard } from './rate-limit/rate-limit.guard.js';
import { SURFACE, SURFACES, type Dialect, type Surface } from './surface.js';

/** Where there is none, the filter of the whole server says it (`ProblemDetailsFilter`), or the module brings its own. */
const FILTERS: Partial<Record<Dialect, Type<ExceptionFilter>>> = {
  oauth: OAuthErrorFilter,
  page: PageErrorFilter,
};

/** A controller as the table `SURFACES` has it. Use the decorators made of this (`@OAuthEndpoint`, `@ProductApi`, …). */
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
    ...(surface === 'product-api' ? [] : [ApiExcludeController()]),
  );
}

/** A controller of OAuth endpoints for apps: errors are `{error, error_description}` (RFC 6749 §5.2). */
export const OAuthEndpoint = (
  path: string,
  surface: 'oauth' | 'oauth-resource' | 'oauth-backend' = 'oauth',
): ClassDecorator => OnSurface(surface, path);

/** A controller that anybody may call without credentials. */
export const Public = (path: string, surface: 'public' | 'metadata' = 'public'): ClassDecorator =>
  OnSurface(surface, path);
