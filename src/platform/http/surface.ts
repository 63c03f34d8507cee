import type { Type } from '@nestjs/common';

/** How failures are said. `negotiated`: a page for browsers, `application/problem+json` (RFC 9457) for everybody else. */
export type Dialect = 'oauth' | 'page' | 'problem' | 'json-rpc' | 'negotiated';

export type Surface =
  | 'oauth'
  | 'oauth-resource'
  | 'oauth-backend'
  | 'page'
  | 'product-api'
  | 'mcp'
  | 'metadata'
  | 'public';

interface SurfaceRules {
  readonly dialect: Dialect;
  /** Methods for pages of every origin, without credentials (RFC 10017). None: such pages are told nothing. */
  readonly crossOrigin: readonly string[];
  /** Of answers whose handler says nothing else. Failures are never stored. */
  readonly cacheControl: string;
  readonly vary?: string;
  /** Who limits: guards of the caller's address, or whoever verifies the token (`AccessLimits`). */
  readonly limits: 'address' | 'token' | 'none';
  /** What guards read, once the caller is within the limits. */
  readonly body: 'form' | 'json' | 'none';
}

const ALL_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const NO_STORE = 'no-store';
/** Answers depend on a token and hold personal data (RFC 9111 §5.2.2.7, §4.1). */
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

/** Who an endpoint speaks to, and what that decides. A page never lets other origins in: a cookie speaks for the person. */
export const SURFACES: Readonly<Record<Surface, SurfaceRules>> = {
  /** Apps, those in browsers among them, in the OAuth dialect. */
  oauth: OAUTH,
  /** The same for an access token: what comes back is about a person. */
  'oauth-resource': { ...OAUTH, cacheControl: PRIVATE },
  /** The same for servers, which no browser calls. */
  'oauth-backend': { ...OAUTH, crossOrigin: [] },
  /** People, in HTML. */
  page: { ...OAUTH, dialect: 'page', crossOrigin: [] },
  'product-api': { ...API, dialect: 'problem', crossOrigin: ALL_METHODS, body: 'json' },
  /** AI assistants. Which pages may call it is decided at the call; the handler reads the message. */
  mcp: { ...API, dialect: 'json-rpc', crossOrigin: ['POST'], body: 'none' },
  /** Documents for apps, without credentials. */
  metadata: { ...ANYBODY, dialect: 'problem', crossOrigin: ALL_METHODS },
  /** Health, assets, documentation. */
  public: { ...ANYBODY, dialect: 'negotiated' },
};

interface PathRule {
  /** Whole segments; with a slash at its end, only what is below. */
  readonly prefix: string;
  readonly surface: Surface;
  /** How a path or method is refused that no controller owns. */
  readonly unowned: Dialect;
}

const below = (prefix: string, surface: Surface, unowned: Dialect): PathRule => ({
  prefix,
  surface,
  unowned,
});

const EVERYTHING_ELSE = below('', 'page', 'negotiated');

/** The surface of each path, for what is decided before the router. The first that fits counts. */
const PATHS: readonly PathRule[] = [
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
  below('/assets', 'public', 'negotiated'),
  below('/healthz', 'public', 'negotiated'),
  below('/readyz', 'public', 'negotiated'),
  EVERYTHING_ELSE,
];

/** What the table says of a path, whether or not there is anything. */
export const ruleOfPath = (path: string): PathRule =>
  PATHS.find(({ prefix }) => isBelow(prefix, path)) ?? EVERYTHING_ELSE;

const isBelow = (prefix: string, path: string): boolean =>
  path.startsWith(prefix) && (prefix.endsWith('/') || (path[prefix.length] ?? '/') === '/');

/** Metadata of a controller: its surface. */
export const SURFACE = Symbol('surface');

export const surfaceOf = (controller: Type): Surface | undefined =>
  Reflect.getMetadata(SURFACE, controller) as Surface | undefined;
