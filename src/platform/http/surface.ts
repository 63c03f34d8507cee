import type { Type } from '@nestjs/common';

/** The format of failures. `negotiated`: a page for browsers, `application/problem+json` (RFC 9457) otherwise. */
export type Dialect = 'oauth' | 'page' | 'problem' | 'json-rpc' | 'negotiated';

export type Surface =
  | 'oauth'
  | 'oauth-resource'
  | 'oauth-backend'
  | 'page'
  | 'catalogue'
  | 'product-api'
  | 'mcp'
  | 'carrier'
  | 'metadata'
  | 'public';

export interface SurfaceRules {
  readonly dialect: Dialect;
  /** Methods allowed cross-origin, without credentials (RFC 10017). None: no CORS headers. */
  readonly crossOrigin: readonly string[];
  /** Default of successful responses. Failures are `no-store`. */
  readonly cacheControl: string;
  readonly vary?: string;
  /** Who applies the limits: guards per address, or the verifier of the token (`AccessLimits`). */
  readonly limits: 'address' | 'token' | 'none';
  /** The body that guards read, once the caller is within the limits. */
  readonly body: 'form' | 'json' | 'none';
}

const ALL_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const NO_STORE = 'no-store';
/** The response depends on a token and has personal data (RFC 9111 §5.2.2.7, §4.1). */
const PRIVATE = 'private, no-store';

const OAUTH = {
  dialect: 'oauth',
  crossOrigin: ALL_METHODS,
  cacheControl: NO_STORE,
  limits: 'address',
  body: 'form',
} as const;

const API = {
  cacheControl: PRIVATE,
  vary: 'Authorization',
  limits: 'token',
} as const;

const ANYBODY = { crossOrigin: [], cacheControl: NO_STORE, limits: 'none', body: 'none' } as const;

/** The rules of each kind of endpoint. Pages are never open to other origins, since they authenticate by cookie. */
export const SURFACES: Readonly<Record<Surface, SurfaceRules>> = {
  /** Endpoints for apps, those in browsers among them, with OAuth errors. */
  oauth: OAUTH,
  /** The same for endpoints with an access token: the response has personal data. */
  'oauth-resource': { ...OAUTH, cacheControl: PRIVATE },
  /** The same for servers only, without CORS. */
  'oauth-backend': { ...OAUTH, crossOrigin: [] },
  /** HTML pages for people. */
  page: { ...OAUTH, dialect: 'page', crossOrigin: [] },
  /** HTML pages that are the same for everybody, without a session. */
  catalogue: {
    ...{ dialect: 'page', crossOrigin: [], limits: 'address', body: 'none' },
    cacheControl: 'public, max-age=60',
    vary: 'Accept-Language',
  },
  'product-api': { ...API, dialect: 'problem', crossOrigin: ALL_METHODS, body: 'json' },
  /** AI assistants. `McpGuard` checks `Origin`; the handler reads the message. */
  mcp: { ...API, dialect: 'json-rpc', crossOrigin: ['POST'], body: 'none' },
  /** Carriers of text messages. The adapter of the carrier verifies each request; the handler reads the body. */
  carrier: { ...ANYBODY, dialect: 'problem' },
  /** Metadata for apps, without credentials. */
  metadata: { ...ANYBODY, dialect: 'problem', crossOrigin: ALL_METHODS },
  /** Health, assets, documentation. */
  public: { ...ANYBODY, dialect: 'negotiated' },
};

interface PathRule {
  /** Matches whole segments; with a slash at its end, only paths below. */
  readonly prefix: string;
  readonly surface: Surface;
  /** The error format of paths and methods without a controller. */
  readonly unowned: Dialect;
}

const below = (prefix: string, surface: Surface, unowned: Dialect): PathRule => ({
  prefix,
  surface,
  unowned,
});

const EVERYTHING_ELSE = below('', 'page', 'negotiated');

/** The surface of each path, for decisions before the router. The first match applies. */
const PATHS: readonly PathRule[] = [
  below('/v1/carrier', 'carrier', 'problem'),
  below('/v1', 'product-api', 'problem'),
  below('/mcp', 'mcp', 'problem'),
  below('/.well-known', 'metadata', 'problem'),
  below('/oauth/token', 'oauth', 'oauth'),
  below('/oauth/par', 'oauth', 'oauth'),
  below('/oauth/register', 'oauth', 'oauth'),
  below('/oauth/revoke', 'oauth', 'oauth'),
  below('/oauth/jwks', 'oauth', 'oauth'),
  below('/oauth/userinfo', 'oauth-resource', 'oauth'),
  below('/oauth/authorize', 'page', 'oauth'),
  below('/oauth/consent', 'page', 'oauth'),
  below('/oauth/', 'oauth-backend', 'oauth'),
  below('/openapi.json', 'metadata', 'negotiated'),
  below('/docs', 'public', 'negotiated'),
  below('/problems', 'public', 'negotiated'),
  below('/assets', 'public', 'negotiated'),
  below('/apps', 'catalogue', 'negotiated'),
  below('/connect', 'catalogue', 'negotiated'),
  below('/robots.txt', 'catalogue', 'negotiated'),
  below('/sitemap.xml', 'catalogue', 'negotiated'),
  below('/sitemaps', 'catalogue', 'negotiated'),
  below('/healthz', 'public', 'negotiated'),
  below('/readyz', 'public', 'negotiated'),
  EVERYTHING_ELSE,
];

/** The rule of a path, whether or not there is a route. */
export const ruleOfPath = (path: string): PathRule =>
  PATHS.find(({ prefix }) => isBelow(prefix, path)) ?? EVERYTHING_ELSE;

const isBelow = (prefix: string, path: string): boolean =>
  path.startsWith(prefix) && (prefix.endsWith('/') || (path[prefix.length] ?? '/') === '/');

/** Metadata of a controller: its surface. */
export const SURFACE = Symbol('surface');

export const surfaceOf = (controller: Type): Surface | undefined =>
  Reflect.getMetadata(SURFACE, controller) as Surface | undefined;
