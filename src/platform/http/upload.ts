import {
  createParamDecorator,
  SetMetadata,
  type CustomDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import { invalidRequest } from '../../kernel/errors/oauth-error.js';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { StrictForm } from './strict-form.js';

const UPLOAD = Symbol('upload');

/** The largest file, in bytes. */
const MOST_UPLOADED = 1_048_576;

const uploads = new WeakMap<Request, Buffer>();

/** On a handler of a page whose form has one file in a field of this name, with `<Form upload>`. */
export const TakesUpload = (field: string): CustomDecorator<symbol> => SetMetadata(UPLOAD, field);

/** The field of the handler's file; undefined if it takes none. */
export const uploadField = (handler: object): string | undefined =>
  Reflect.getMetadata(UPLOAD, handler) as string | undefined;

/** The bytes of the uploaded file; undefined if none was chosen. Its name and declared type are not kept. */
export const Upload = createParamDecorator((_: unknown, context: ExecutionContext) =>
  uploads.get(context.switchToHttp().getRequest<Request>()),
);

const TYPE = 'multipart/form-data';

export const isUpload = (request: Request): boolean => Boolean(request.is(TYPE));

/** Few and small: the token of the form, and nothing else that is long. */
const LIMITS = {
  ...{ fileSize: MOST_UPLOADED, files: 1, fields: 8, parts: 9 },
  ...{ fieldNameSize: 64, fieldSize: 1_024, headerPairs: 16 },
} as const;

const reader = multer({ storage: multer.memoryStorage(), limits: LIMITS });

/**
 * Reads a multipart form into memory, and stores fields and file with the request.
 * @throws ProblemError `payload_too_large`, OAuthError `invalid_request` for a body that is malformed or has more parts
 */
export async function readUpload(
  request: Request,
  response: Response,
  field: string,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    reader.single(field)(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(faultOf(error));
    });
  });
  const fields = Object.entries((request.body ?? {}) as Record<string, unknown>);
  const texts = fields.flatMap(([name, value]) =>
    // Names with brackets become objects there, which no form of ours has.
    [value]
      .flat()
      .filter((each) => typeof each === 'string')
      .map((each): [string, string] => [name, each]),
  );
  if (request.file && request.file.size > 0) uploads.set(request, request.file.buffer);
  request.body = StrictForm.parseLoosely(new URLSearchParams(texts).toString());
}

function faultOf(error: unknown): Error {
  if (error instanceof MulterError && error.code === 'LIMIT_FILE_SIZE') {
    const most = `${String(MOST_UPLOADED / 1_048_576)} MB`;
    return new ProblemError(
      'payload_too_large',
      `The file is larger than ${most}. Choose a smaller one.`,
    );
  }
  return invalidRequest('The form with the file is malformed, or has more parts than it should.');
}
