import {
  AUTH_METHODS,
  GRANT_TYPES_FOR_PEOPLE,
  type AuthMethod,
  type ClientGrantType,
} from '../../client.js';
import { invalidMetadata, readText, readTexts, type MetadataDocument } from './metadata-members.js';

const FORBIDDEN_GRANT_TYPES = ['implicit', 'password'];
const FORBIDDEN_RESPONSE_PARTS = ['token', 'id_token'];

/**
 * The grant types for people of those asked for; all of them if none was named. What is legal but not offered is
 * left out; what OAuth 2.1 removed is an error (OAuth 2.1 §10).
 */
export function readGrantTypes(document: MetadataDocument): ClientGrantType[] {
  const asked = readTexts(document, 'grant_types') ?? [...GRANT_TYPES_FOR_PEOPLE];
  if (asked.some((type) => FORBIDDEN_GRANT_TYPES.includes(type))) {
    throw invalidMetadata('grant_types must not contain implicit or password.');
  }
  if (!asked.includes('authorization_code')) {
    throw invalidMetadata('grant_types must contain authorization_code.');
  }
  return GRANT_TYPES_FOR_PEOPLE.filter((type) => asked.includes(type));
}

/** Only `code` exists here, so there is nothing to store. */
export function checkResponseTypes(document: MetadataDocument): void {
  const asked = readTexts(document, 'response_types') ?? ['code'];
  const parts = asked.flatMap((type) => type.split(' '));
  if (parts.some((part) => FORBIDDEN_RESPONSE_PARTS.includes(part))) {
    throw invalidMetadata('response_types must not contain token or id_token.');
  }
  if (!asked.includes('code')) throw invalidMetadata('response_types must contain code.');
}

export interface ChosenAuthMethod {
  readonly tokenEndpointAuthMethod: AuthMethod;
  /** It was not named, so RFC 7591 §2 says Basic. */
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
