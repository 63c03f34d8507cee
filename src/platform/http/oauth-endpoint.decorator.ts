import { applyDecorators, Controller, UseFilters, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { FormGuard } from './form.guard.js';
import { OAuthErrorFilter } from './oauth-error.filter.js';
import { AddressLimitGuard } from './rate-limit/rate-limit.guard.js';
import { declareSurface } from './surface.js';

/** A controller of OAuth endpoints for apps: errors are `{error, error_description}` with `no-store` (RFC 6749 §5.2). */
export const OAuthEndpoint = (path: string): ClassDecorator =>
  applyDecorators(
    declareSurface('oauth'),
    Controller(path),
    UseGuards(AddressLimitGuard, FormGuard),
    UseFilters(OAuthErrorFilter),
    ApiExcludeController(),
  );
