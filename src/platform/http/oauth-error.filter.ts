import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BearerError } from '../../kernel/errors/bearer-error.js';
import { OAuthError, type OAuthErrorCode } from '../../kernel/errors/oauth-error.js';
import { describeFailure, type Failure } from './describe-failure.js';
import { challengesOf } from './challenges.js';
import { logFailure, writeFailureHeaders } from './failure-response.js';
import { printable } from './printable.js';

/**
 * Writes any failure as an OAuth error response: `{error, error_description}`, `application/json` (RFC 6749 §5.2); `{}`
 * for a request without the token that it needs (RFC 6750 §3.1).
 */
@Catch()
export class OAuthErrorFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    writeOAuthFailure(request, response, thrown);
  }
}

export function writeOAuthFailure(request: Request, response: Response, thrown: unknown): void {
  const failure = describeFailure(thrown);
  logFailure(request, failure, thrown);
  writeFailureHeaders(response, failure);
  const [error, description] = say(failure);
  // Every 401 needs a challenge (RFC 9110 §15.5.2), whichever way the client authenticated.
  const challenges = challengesFor(failure, error);
  if (challenges.length > 0) response.setHeader('WWW-Authenticate', challenges);
  const body = { error, error_description: printable(description) };
  response.status(failure.status).json(hasNoToken(failure) ? {} : body);
}

/** A request without any token gets no error code, only a challenge (RFC 6750 §3.1). */
const hasNoToken = ({ error }: Failure): boolean =>
  error instanceof BearerError && error.challenge === undefined;

/** UserInfo and registration are not protected resources of RFC 9728, so there is no metadata to refer to. */
function challengesFor({ status, error }: Failure, code: OAuthErrorCode): string[] {
  if (error instanceof BearerError) return challengesOf(error, REALM);
  if (status !== 401) return [];
  return [code === 'invalid_token' ? `Bearer ${REALM}, error="invalid_token"` : `Basic ${REALM}`];
}

const REALM = 'realm="oauth"';

const OTHER: Record<number, [OAuthErrorCode, string]> = {
  404: ['invalid_request', 'There is no such endpoint.'],
  405: ['invalid_request', 'This endpoint does not have that method.'],
  413: ['invalid_request', 'The request is too large.'],
  415: ['invalid_request', 'Send the body in UTF-8 and without Content-Encoding.'],
  429: ['temporarily_unavailable', 'Too many requests. Wait before trying again.'],
  503: ['temporarily_unavailable', 'The service is not available at the moment.'],
};

function say({ status, error }: Failure): [OAuthErrorCode, string] {
  if (error instanceof OAuthError) return [error.code, error.message];
  if (error instanceof BearerError) return [error.challenge ?? 'invalid_token', error.message];
  if (error) return ['invalid_request', error.message];
  return (
    OTHER[status] ??
    (status < 500
      ? ['invalid_request', 'The request is malformed.']
      : ['server_error', 'Something went wrong on our side.'])
  );
}
