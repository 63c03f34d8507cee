import { invalidMetadata } from '../../../../kernel/errors/oauth-error.js';
import {
  AUTH_METHODS,
  GRANT_TYPES_FOR_PEOPLE,
  ID_TOKEN_ALGORITHMS,
  type AuthMethod,
  type ClientGrantType,
  type IdTokenAlgorithm,
} from '../../client.js';
import { readText, readTexts, type MetadataDocument } from './metadata-members.js';

/** Removed by OAuth 2.1 (§10). */
const REMOVED_GRANT_TYPES = ['implicit', 'password'];
const REMOVED_RESPONSE_PARTS = ['token', 'id_token'];

/** Unsupported grant types are dropped, except those that are an error. */
export interface GrantTypeRules {
  readonly offered: readonly ClientGrantType[];
  readonly refused: 'none' | 'removed' | 'unknown';
}

/** The grant types requested; those on behalf of people by default. */
export function readGrantTypes(
  document: MetadataDocument,
  { offered, refused }: GrantTypeRules,
): ClientGrantType[] {
  const asked = new Set(readTexts(document, 'grant_types') ?? GRANT_TYPES_FOR_PEOPLE);
  const types = offered.filter((type) => asked.has(type));
  if (refused === 'removed' && REMOVED_GRANT_TYPES.some((type) => asked.has(type))) {
    throw invalidMetadata('grant_types must not contain implicit or password.');
  }
  if (refused === 'unknown' && types.length < asked.size) {
    throw invalidMetadata(`grant_types must be some of ${offered.join(', ')}.`);
  }
  if (!types.includes('authorization_code') && types.join() !== 'client_credentials') {
    throw invalidMetadata('grant_types must contain authorization_code.');
  }
  return types;
}

/** Only `code` is supported, so it is not stored. */
export function checkResponseTypes(document: MetadataDocument): void {
  const asked = readTexts(document, 'response_types') ?? ['code'];
  const parts = asked.flatMap((type) => type.split(' '));
  if (parts.some((part) => REMOVED_RESPONSE_PARTS.includes(part))) {
    throw invalidMetadata('response_types must not contain token or id_token.');
  }
  if (!asked.includes('code')) throw invalidMetadata('response_types must contain code.');
}

export interface ChosenAuthMethod {
  readonly tokenEndpointAuthMethod: AuthMethod;
  /** Omitted, so the default of RFC 7591 §2 applies: `client_secret_basic`. */
  readonly authMethodDefaulted: boolean;
}

export function readAuthMethod(document: MetadataDocument): ChosenAuthMethod {
  const asked = readText(document, 'token_endpoint_auth_method');
  const method = AUTH_METHODS.find((known) => known === (asked ?? 'client_secret_basic'));
  if (method === undefined) {
    throw invalidMetadata(`token_endpoint_auth_method must be one of ${AUTH_METHODS.join(', ')}.`);
  }
  return { tokenEndpointAuthMethod: method, authMethodDefaulted: asked === undefined };
}

/**
 * The ID token metadata (OpenID Registration §2): RS256 by default, never unsigned, and with public subject
 * identifiers.
 */
export function readIdTokenAlgorithm(document: MetadataDocument): IdTokenAlgorithm {
  if ((readText(document, 'subject_type') ?? 'public') !== 'public') {
    throw invalidMetadata('subject_type must be public.');
  }
  const asked = readText(document, 'id_token_signed_response_alg') ?? 'RS256';
  const algorithm = ID_TOKEN_ALGORITHMS.find((known) => known === asked);
  if (algorithm !== undefined) return algorithm;
  throw invalidMetadata(
    `id_token_signed_response_alg must be one of ${ID_TOKEN_ALGORITHMS.join(', ')}.`,
  );
}
