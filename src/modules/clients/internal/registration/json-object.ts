import {
  createParamDecorator,
  Injectable,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import express, { type Request, type Response } from 'express';
import { invalidMetadata, OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { readJsonObject, UnfitJson } from '../../../../kernel/untrusted-json.js';
import type { MetadataDocument } from './metadata-members.js';

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** The body as a JSON object. @throws OAuthError 415 for another content type, else `invalid_client_metadata` */
export const MetadataBody = createParamDecorator((_: unknown, context: ExecutionContext) =>
  readMetadata(context.switchToHttp().getRequest<Request>()),
);

/** The limit of the server for such a body. */
const MOST_BYTES = 16_384;

/** Compressed bodies are refused, as for forms: metadata is short. */
const readBytes = express.raw({ type: 'application/json', limit: MOST_BYTES, inflate: false });

/** Reads the body for `MetadataBody`, after the rate limit of the address. */
@Injectable()
export class MetadataGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    await new Promise<void>((resolve, reject) => {
      readBytes(http.getRequest<Request>(), http.getResponse<Response>(), (error?: Error) =>
        error ? reject(error) : resolve(),
      );
    });
    return true;
  }
}

function readMetadata({ headers, body }: Pick<Request, 'headers' | 'body'>): MetadataDocument {
  if (!JSON_TYPE.test(headers['content-type'] ?? '')) {
    throw new OAuthError('invalid_client_metadata', 'Send the metadata as application/json.', {
      status: 415,
    });
  }
  try {
    return readJsonObject(Buffer.isBuffer(body) ? body : '', MOST_BYTES);
  } catch (error) {
    if (!(error instanceof UnfitJson)) throw error;
    throw invalidMetadata(`The body ${error.message}.`);
  }
}
