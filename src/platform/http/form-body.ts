import express, { type Request, type Response } from 'express';
import { isPlainBody, readPlainBody } from './plain-body.js';
import { StrictForm } from './strict-form.js';

export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** Without a byte order mark. */
const UTF_8 = new TextDecoder();
const MOST_BYTES = 64 * 1_024;

/** Never inflated: no app compresses a form, and a few bytes would become many (attack G4). */
const readText = express.text({ type: FORM_TYPE, limit: MOST_BYTES, inflate: false });

/**
 * Reads a form, if the body is one, and stores it with the request: it is parsed once.
 * @throws what the body parser throws (413, 415), and OAuthError for more than `most` parameters
 */
export async function readForm(request: Request, response: Response, most?: number): Promise<void> {
  if (formOf(request)) return;
  const text = isPlainBody(request, FORM_TYPE, MOST_BYTES)
    ? UTF_8.decode(await readPlainBody(request))
    : await readAnyText(request, response);
  if (text !== null) request.body = StrictForm.parseLoosely(text, most);
}

/** Null for a body of another type, which is not read. */
async function readAnyText(request: Request, response: Response): Promise<string | null> {
  await new Promise<void>((resolve, reject) => {
    readText(request, response, (error?: Error) => (error ? reject(error) : resolve()));
  });
  return typeof request.body === 'string' ? request.body : null;
}

/** The form that was read, if there was one. */
export const formOf = ({ body }: Pick<Request, 'body'>): StrictForm | undefined =>
  body instanceof StrictForm ? body : undefined;

/** Whether the request has a body (RFC 9112 §6). */
export const hasBody = ({ headers }: Pick<Request, 'headers'>): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
