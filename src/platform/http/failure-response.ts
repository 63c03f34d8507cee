import type { Request, Response } from 'express';
import { noteRefusal } from './app-request.js';
import type { Failure } from './describe-failure.js';

/** Headers of every response format: `Allow` with 405, `Retry-After` with 429 and 503. */
export function writeFailureHeaders(response: Response, failure: Failure): void {
  if (failure.allow) response.setHeader('Allow', failure.allow.join(', '));
  const fallback = failure.status === 503 ? 2 : failure.status === 429 ? 60 : undefined;
  const retryAfter = failure.retryAfterSeconds ?? fallback;
  if (retryAfter !== undefined) response.setHeader('Retry-After', String(Math.ceil(retryAfter)));
  response.setHeader('Cache-Control', 'no-store');
}

/** Logs 5xx with its cause, and the private reason of other failures; the log of the app gets it too. */
export function logFailure(request: Request, failure: Failure, thrown: unknown): void {
  noteRefusal(request, failure);
  const log = (request as { log?: { error: Log; info: Log } }).log;
  if (failure.status >= 500) log?.error({ err: thrown }, 'request failed');
  else if (failure.error?.reason) log?.info({ reason: failure.error.reason }, 'request refused');
}

type Log = (fields: object, message: string) => void;
