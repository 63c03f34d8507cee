import { Catch, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BearerError } from '../../kernel/errors/bearer-error.js';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { DEFAULT_SCOPES } from '../../modules/scopes-and-roles/protected-resource.js';
import { Environment } from '../../platform/config/environment.js';
import { challengesOf } from '../../platform/http/challenges.js';
import { describeFailure, type Failure } from '../../platform/http/describe-failure.js';
import { logFailure, writeFailureHeaders } from '../../platform/http/failure-response.js';
import { RpcError } from './rpc-error.js';

/** Of the range that JSON-RPC reserves for implementations; the SDK uses it for HTTP refusals as well. */
const REFUSED = -32_000;
const INTERNAL = -32_603;

const WORDS: Record<number, string> = {
  406: 'Accept application/json, text/event-stream, or both.',
  413: 'The request is too large.',
  415: 'Send application/json.',
  429: 'Too many requests. Wait before trying again.',
  503: 'The service is not available at the moment.',
};

/** The errors of the MCP endpoint: an HTTP status and a JSON-RPC error. */
@Catch()
@Injectable()
export class McpErrorFilter implements ExceptionFilter {
  constructor(private readonly environment: Environment) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const failure = describeFailure(thrown);
    logFailure(request, failure, thrown);
    if (response.headersSent) {
      response.end();
      return;
    }
    writeFailureHeaders(response, failure);
    if (thrown instanceof BearerError) this.writeChallenge(response, thrown);
    response.status(failure.status).json({
      jsonrpc: '2.0',
      error: { ...errorOf(failure), data: dataOf(request, failure) },
      id: null,
    });
  }

  /**
   * The challenge names the metadata of this URL, and the scopes (RFC 9728 §5.1; MCP, "Protected resource metadata").
   */
  private writeChallenge(response: Response, error: BearerError): void {
    const metadata = `${this.environment.ISSUER_URL}/.well-known/oauth-protected-resource/mcp`;
    const first = error.scope === undefined ? `scope="${DEFAULT_SCOPES.mcp}", ` : '';
    const parameter = `${first}resource_metadata="${metadata}"`;
    response.setHeader('WWW-Authenticate', challengesOf(error, parameter));
  }
}

function errorOf({ status, error }: Failure): { code: number; message: string } {
  if (error instanceof RpcError) return { code: error.code, message: error.message };
  if (status >= 500 && status !== 503) {
    return { code: INTERNAL, message: 'Something went wrong on our side.' };
  }
  const message = error?.message ?? WORDS[status] ?? 'The request is malformed.';
  return { code: REFUSED, message };
}

const dataOf = (request: Request, { error }: Failure): object => ({
  ...(error instanceof ProblemError ? { code: error.code } : {}),
  requestId: request.id,
});
