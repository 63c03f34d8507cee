import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request } from 'express';
import { pino, type DestinationStream, type Logger } from 'pino';
import { pinoHttp, type HttpLogger } from 'pino-http';
import { callersRequestId } from '../http/request-id.js';
import { describeError } from './describe-error.js';
import { redactLine, redactUrl } from './redact.js';

/** Probes are frequent; only their failures are logged. */
const PROBES = new Set(['/healthz', '/readyz']);

const serializers = {
  err: (error: unknown) => describeError(error),
  req: (request: Request) => ({
    id: request.id,
    method: request.method,
    url: redactUrl(request.originalUrl ?? request.url),
    remoteAddress: request.ip,
    userAgent: request.headers['user-agent']?.slice(0, 200),
    callersId: callersRequestId(request),
  }),
  res: (response: ServerResponse) => ({ statusCode: response.statusCode }),
};

/** The process's log: one JSON object a line, redacted (attacks G6, G7). */
export class RequestLog {
  readonly logger: Logger;
  /** Gives each request its `log` and writes one line when the response has been sent. */
  readonly middleware: HttpLogger;

  constructor(level: string, destination?: DestinationStream) {
    const options = { level, base: null, serializers, hooks: { streamWrite: redactLine } };
    this.logger = destination ? pino(options, destination) : pino(options);
    this.middleware = pinoHttp({
      logger: this.logger,
      wrapSerializers: false,
      serializers,
      quietReqLogger: true,
      customLogLevel: levelOf,
      customSuccessMessage: () => 'request',
      customErrorMessage: () => 'request',
      // The cause was logged by the exception filter; pino's default error would only add a stack.
      customErrorObject: (_request, _response, _error, { res, responseTime }: LineFields) => ({
        res,
        responseTime,
      }),
    });
  }
}

interface LineFields {
  readonly res: ServerResponse;
  readonly responseTime: number;
}

function levelOf(
  request: IncomingMessage,
  { statusCode }: ServerResponse,
): 'silent' | 'info' | 'warn' {
  if (statusCode >= 500) return 'warn';
  return PROBES.has(request.url ?? '') ? 'silent' : 'info';
}
