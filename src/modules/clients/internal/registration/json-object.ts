import {
  createParamDecorator,
  Injectable,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import express, { type Request, type Response } from 'express';
import { invalidMetadata, OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { readJsonObject, UnfitJson } from '../../../../kernel/untrusted-json.js';
import { isPlainBody, readPlainBody } from '../../../../platform/http/plain-body.js';
import type { MetadataDocument } from './metadata-members.js';

const PLAIN_TYPE = 'application/json';
const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** The body as a JSON object. @throws OAuthError 415 for another content type, else `invalid_client_metadata` */
export const MetadataBody = createParamDecorator((_: unknown, context: ExecutionContext) =>
  readMetadata(context.switchToHttp().getRequest<Request>()),
);

/** The limit of the server for such a body. */
const MOST_BYTES = 16_384;

/** Compressed bodies are refused, as for forms: metadata is short. */
const readBytes = express.raw({ type: PLAIN_TYPE, limit: MOST_BYTES, inflate: false });

/** Reads the body for `MetadataBody`, after the rate limit of the address. */
@Injectable()
export class MetadataGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (isPlainBody(request, PLAIN_TYPE, MOST_BYTES)) request.body = await readPlainBody(request);
    else await readAnyBody(request, http.getResponse<Response>());
    return true;
  }
}

const readAnyBody = (request: Request, response: Response): Promise<void> =>
  new Promise((resolve, reject) => {
    readBytes(request, response, (error?: Error) => (error ? reject(error) : resolve()));
  });

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
