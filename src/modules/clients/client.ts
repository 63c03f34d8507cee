import type { JSONWebKeySet } from 'jose';
import type { ScopeSet } from '../../kernel/scope-set.js';

/**
 * How a client came to be: made by its organisation in the portal, by registering itself (RFC 7591), or by showing
 * a `client_id` that is the URL of its description (Client ID Metadata Documents).
 */
export type ClientOrigin = 'portal' | 'dynamic' | 'metadata_document';

/** `web` apps live on a server of their own, `native` ones on the person's device (OpenID Registration §2). */
export type ApplicationType = 'web' | 'native';

export const AUTH_METHODS = [
  'none',
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
] as const;
export type AuthMethod = (typeof AUTH_METHODS)[number];

/** How a client assertion may be signed: asymmetric only (RFC 7523 §3, RFC 8725 §3.1). */
export const ASSERTION_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;

export const GRANT_TYPES = ['authorization_code', 'refresh_token', 'client_credentials'] as const;
export type ClientGrantType = (typeof GRANT_TYPES)[number];

/** What acts for people, which is all that an app may do that registers or describes itself (OAuth 2.1 §4.2). */
export const GRANT_TYPES_FOR_PEOPLE = [
  'authorization_code',
  'refresh_token',
] as const satisfies readonly ClientGrantType[];

/** How ID tokens may be signed (RFC 7518 §3.1, RFC 8037); the first is the default (OpenID Registration §2). */
export const ID_TOKEN_ALGORITHMS = ['RS256', 'ES256', 'EdDSA'] as const;
export type IdTokenAlgorithm = (typeof ID_TOKEN_ALGORITHMS)[number];

/** What the other modules may know of an app. Its secret is not part of it. */
export interface Client {
  /** UUID, for the database. */
  readonly id: string;
  /** `app_…`, or the URL of a metadata document as its app writes it: for the wire. */
  readonly clientId: string;
  readonly origin: ClientOrigin;
  /** The organisation that made a portal app; null for one that registered itself. */
  readonly organisationId: string | null;
  readonly name: string;
  readonly applicationType: ApplicationType;
  readonly tokenEndpointAuthMethod: AuthMethod;
  /** Nobody asked for the method: it binds only once the client has used its secret. */
  readonly authMethodDefaulted: boolean;
  readonly redirectUris: readonly string[];
  readonly grantTypes: readonly ClientGrantType[];
  /** Null if none was registered. */
  readonly scope: ScopeSet | null;
  readonly idTokenSignedResponseAlg: IdTokenAlgorithm;
  /** It never wants a token that is not bound to a key (RFC 9449 §5.2). */
  readonly dpopBoundAccessTokens: boolean;
  /** It takes no answer but to a request that it pushed (RFC 9126 §6). */
  readonly requirePushedAuthorizationRequests: boolean;
  readonly clientUri: string | null;
  readonly logoUri: string | null;
  readonly tosUri: string | null;
  readonly policyUri: string | null;
  /** Public keys of a `private_key_jwt` client: here, or at `jwksUri`. */
  readonly jwks: JSONWebKeySet | null;
  readonly jwksUri: string | null;
  /** Grows whenever it becomes another app than people had seen: what was decided about an older one counts no more. */
  readonly identityVersion: number;
  readonly createdAt: Date;
}
