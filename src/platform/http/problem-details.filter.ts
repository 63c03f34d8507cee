import {
  Catch,
  Injectable,
  NotFoundException,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { Express, Request, Response } from 'express';
import { AppError } from '../../kernel/errors/app-error.js';
import { BearerError } from '../../kernel/errors/bearer-error.js';
import { ProblemError, type ProblemCode } from '../../kernel/errors/problem-error.js';
import { Environment } from '../config/environment.js';
import { allowedMethods, MethodNotAllowedError } from './allowed-methods.js';
import { challengesOf } from './challenges.js';
import { describeFailure, type Failure } from './describe-failure.js';
import { logFailure, writeFailureHeaders } from './failure-response.js';
import { writeOAuthFailure } from './oauth-error.filter.js';
import { ruleOfPath } from './surface.js';
import { writePageFailure } from '../pages/page-error.filter.js';

const CODE_OF: Record<number, [ProblemCode, string]> = {
  400: ['invalid_request', 'The request is malformed.'],
  401: ['unauthorized', 'Authentication is required.'],
  403: ['forbidden', 'This is not allowed.'],
  404: ['not_found', 'There is nothing here, or you may not see it.'],
  405: ['method_not_allowed', 'This path does not have that method.'],
  413: ['payload_too_large', 'The request is too large.'],
  415: ['unsupported_media_type', 'Send application/json.'],
  429: ['rate_limited', 'Too many requests. Wait before trying again.'],
  503: ['unavailable', 'The service is not available at the moment.'],
};

/**
 * Handles failures that no other filter handles, and paths without a controller: in the format of the path's surface.
 */
@Catch()
@Injectable()
export class ProblemDetailsFilter implements ExceptionFilter {
  constructor(private readonly environment: Environment) {}

  catch(given: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const thrown = nameWrongMethod(request, given);
    const { unowned } = ruleOfPath(request.path);
    if (unowned === 'oauth') return writeOAuthFailure(request, response, thrown);
    if (unowned === 'negotiated' && isForPerson(request)) {
      return writePageFailure(request, response, thrown);
    }
    const failure = describeFailure(thrown);
    logFailure(request, failure, thrown);
    writeFailureHeaders(response, failure);
    if (thrown instanceof BearerError) this.writeChallenge(response, thrown);
    response
      .status(failure.status)
      .type('application/problem+json')
      .send(JSON.stringify(this.document(request, failure)));
  }

  private document(request: Request, failure: Failure): object {
    const problem = toProblem(failure);
    return {
      type: `${this.environment.ISSUER_URL}/problems/${problem.code}`,
      title: problem.title,
      status: failure.status,
      detail: problem.message,
      instance: request.path,
      code: problem.code,
      message: problem.message,
      requestId: request.id,
      ...problem.options.members,
      ...(problem.options.errors ? { errors: problem.options.errors } : {}),
    };
  }

  /** The challenge names the metadata document (RFC 9728 §5.1). */
  private writeChallenge(response: Response, error: BearerError): void {
    const metadata = `${this.environment.ISSUER_URL}/.well-known/oauth-protected-resource/v1`;
    response.setHeader('WWW-Authenticate', challengesOf(error, `resource_metadata="${metadata}"`));
  }
}

/** A browser's navigation: it prefers HTML. */
const isForPerson = (request: Request): boolean =>
  request.accepts(['application/problem+json', 'html']) === 'html';

/** The router responds 404 to a known path with another method; HTTP requires 405 and `Allow` (RFC 9110 §15.5.6). */
function nameWrongMethod(request: Request, thrown: unknown): unknown {
  if (!(thrown instanceof NotFoundException)) return thrown;
  const allow = allowedMethods(request.app as Express, request.path);
  return allow.length > 0 ? new MethodNotAllowedError(allow) : thrown;
}

function toProblem({ status, error }: Failure): ProblemError {
  if (error instanceof ProblemError) return error;
  const [code, detail] = CODE_OF[status] ?? ['internal', 'Something went wrong on our side.'];
  return new ProblemError(code, error instanceof AppError ? error.message : detail);
}
