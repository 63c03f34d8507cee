import { applyDecorators, Controller, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { OAuthErrorFilter } from './oauth-error.filter.js';
import { declareSurface } from './surface.js';

/** A controller of OAuth endpoints for apps: errors are `{error, error_description}` with `no-store` (RFC 6749 §5.2). */
export const OAuthEndpoint = (path: string): ClassDecorator =>
  applyDecorators(
    declareSurface('oauth'),
    Controller(path),
    UseFilters(OAuthErrorFilter),
    ApiExcludeController(),
  );
