import type { JSONWebKeySet } from 'jose';
import type { ScopeSet } from '../../kernel/scope-set.js';

/**
 * Origin of a client: made by its organisation in the portal, registered dynamically (RFC 7591), or described by the
 * document at its `client_id` (Client ID Metadata Documents).
 */
export type ClientOrigin = 'portal' | 'dynamic' | 'metadata_document';

/** `web` apps run on a server, `native` ones on the person's device (OpenID Registration §2). */
export type ApplicationType = 'web' | 'native';

export const AUTH_METHODS = [
  'none',
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
] as const;
export type AuthMethod = (typeof AUTH_METHODS)[number];

/** Signature algorithms of client assertions: asymmetric only (RFC 7523 §3, RFC 8725 §3.1). */
export const ASSERTION_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;

export const GRANT_TYPES = ['authorization_code', 'refresh_token', 'client_credentials'] as const;
export type ClientGrantType = (typeof GRANT_TYPES)[number];

/** Grants on behalf of people: the only ones for apps that register dynamically or by a document (OAuth 2.1 §4.2). */
export const GRANT_TYPES_FOR_PEOPLE = [
  'authorization_code',
  'refresh_token',
] as const satisfies readonly ClientGrantType[];

/** Signature algorithms of ID tokens (RFC 7518 §3.1, RFC 8037); the first is the default (OpenID Registration §2). */
export const ID_TOKEN_ALGORITHMS = ['RS256', 'ES256', 'EdDSA'] as const;
export type IdTokenAlgorithm = (typeof ID_TOKEN_ALGORITHMS)[number];

/** A client as other modules see it, without its secret. */
export interface Client {
  /** UUID, for the database. */
  readonly id: string;
  /** `app_…`, or the URL of a metadata document as sent by the app: for the wire. */
  readonly clientId: string;
  readonly origin: ClientOrigin;
  /** The organisation of a portal app; null for others. */
  readonly organisationId: string | null;
  readonly name: string;
  readonly applicationType: ApplicationType;
  readonly tokenEndpointAuthMethod: AuthMethod;
  /** The method was not registered explicitly: it is required only once the client has used its secret. */
  readonly authMethodDefaulted: boolean;
  readonly redirectUris: readonly string[];
  readonly grantTypes: readonly ClientGrantType[];
  /** Null if none was registered. */
  readonly scope: ScopeSet | null;
  readonly idTokenSignedResponseAlg: IdTokenAlgorithm;
  /** All its tokens must be DPoP-bound (RFC 9449 §5.2). */
  readonly dpopBoundAccessTokens: boolean;
  /** It accepts pushed authorization requests only (RFC 9126 §6). */
  readonly requirePushedAuthorizationRequests: boolean;
  readonly clientUri: string | null;
  readonly logoUri: string | null;
  readonly tosUri: string | null;
  readonly policyUri: string | null;
  /** Public keys of a `private_key_jwt` client: here, or at `jwksUri`. */
  readonly jwks: JSONWebKeySet | null;
  readonly jwksUri: string | null;
  /** Contained by staff: it works nowhere. */
  readonly isSuspended: boolean;
  /** After a suspension: it works in the projects of its own organisation only. */
  readonly isRestoring: boolean;
  /** Rises with every change of identity: decisions on an earlier version do not count. */
  readonly identityVersion: number;
  readonly createdAt: Date;
}
