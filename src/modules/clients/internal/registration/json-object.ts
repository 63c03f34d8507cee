import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { invalidMetadata, type MetadataDocument } from './metadata-members.js';

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** The body as a JSON object. @throws OAuthError 415 for another content type, else `invalid_client_metadata` */
export const MetadataBody = createParamDecorator((_: unknown, context: ExecutionContext) =>
  readJsonObject(context.switchToHttp().getRequest<Request>()),
);

function readJsonObject({ headers, body }: Pick<Request, 'headers' | 'body'>): MetadataDocument {
  if (!JSON_TYPE.test(headers['content-type'] ?? '')) {
    throw new OAuthError('invalid_client_metadata', 'Send the metadata as application/json.', {
      status: 415,
    });
  }
  const value = parse(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidMetadata('The body must be a JSON object in UTF-8.');
  }
  return value as MetadataDocument;
}

/** What the bytes say, or null if they are not UTF-8 or not JSON. */
function parse(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) return null;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    return null;
  }
}
