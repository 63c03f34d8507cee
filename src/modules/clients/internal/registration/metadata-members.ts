import { invalidMetadata } from '../../../../kernel/errors/oauth-error.js';
import type { JsonObject } from '../../../../kernel/untrusted-json.js';

/** Client metadata as sent (RFC 7591 §2), not validated yet. */
export type MetadataDocument = JsonObject;

/** A string, or undefined if it is absent, null or empty. @throws OAuthError `invalid_client_metadata` */
export function readText(document: MetadataDocument, member: string): string | undefined {
  const value = document[member] ?? '';
  if (typeof value !== 'string') throw invalidMetadata(`${member} must be a string.`);
  return value === '' ? undefined : value;
}

/** False if it is absent or null. @throws OAuthError `invalid_client_metadata` */
export function readFlag(document: MetadataDocument, member: string): boolean {
  const value = document[member] ?? false;
  if (typeof value !== 'boolean') throw invalidMetadata(`${member} must be true or false.`);
  return value;
}

const MOST_ENTRIES = 20;

/** A list of strings, or undefined if it is absent or null. @throws OAuthError `invalid_client_metadata` */
export function readTexts(document: MetadataDocument, member: string): string[] | undefined {
  const value = document[member] ?? undefined;
  if (value === undefined) return undefined;
  if (!isTextList(value) || value.length > MOST_ENTRIES) {
    throw invalidMetadata(`${member} must be a list of at most ${String(MOST_ENTRIES)} strings.`);
  }
  return value;
}

export const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string');
