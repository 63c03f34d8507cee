import express, { type Request, type Response } from 'express';
import { StrictForm } from './strict-form.js';

export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** Never inflated: no app compresses a form, and a few bytes would become many (attack G4). */
const readText = express.text({ type: FORM_TYPE, limit: '64kb', inflate: false });

/**
 * Reads a form, if the body is one, and stores it with the request: it is parsed once.
 * @throws what the body parser throws (413, 415), and OAuthError for more than `most` parameters
 */
export async function readForm(request: Request, response: Response, most?: number): Promise<void> {
  if (formOf(request)) return;
  await new Promise<void>((resolve, reject) => {
    readText(request, response, (error?: Error) => (error ? reject(error) : resolve()));
  });
  const body: unknown = request.body;
  if (typeof body === 'string') request.body = StrictForm.parseLoosely(body, most);
}

/** The form that was read, if there was one. */
export const formOf = ({ body }: Pick<Request, 'body'>): StrictForm | undefined =>
  body instanceof StrictForm ? body : undefined;

/** Whether the request has a body (RFC 9112 §6). */
export const hasBody = ({ headers }: Pick<Request, 'headers'>): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
