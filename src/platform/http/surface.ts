import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/**
 * Who an endpoint speaks to. It decides authentication, error dialect, CORS, cache headers and documentation:
 * `oauth` apps in the OAuth dialect · `page` people, in HTML · `product-api` apps, problem+json ·
 * `mcp` AI assistants, JSON-RPC · `public` anyone.
 */
export type Surface = 'oauth' | 'page' | 'product-api' | 'mcp' | 'public';

export const SURFACE = Symbol('surface');

/** Marks a controller's surface. Use the composed decorators (`@OAuthEndpoint`, `@ProductApi`, …), not this. */
export const declareSurface = (surface: Surface): CustomDecorator<symbol> =>
  SetMetadata(SURFACE, surface);
