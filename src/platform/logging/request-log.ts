import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import { pino, type DestinationStream, type Logger } from 'pino';
import { currentRequest } from '../http/request-context.js';
import { callersRequestId } from '../http/request-id.js';
import { describeError } from './describe-error.js';
import { redactLine, redactUrl } from './redact.js';
import { SharedWrites } from './shared-writes.js';

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

/** The process's log: one JSON object a line, redacted (attacks G6, G7), with the id of the request it is about. */
export class RequestLog {
  readonly logger: Logger;

  constructor(level: string, destination?: DestinationStream) {
    const hooks = { streamWrite: redactLine };
    const options = { level, base: null, serializers, hooks, mixin: idOfRequest };
    this.logger = pino(options, destination ?? new SharedWrites());
  }

  /** Writes one line when the response has been sent or given up. The cause of a failure has a line of its own. */
  observe(request: Request, response: Response, closed: Closed = ignore): void {
    const began = Date.now();
    response.on('close', () => {
      closed(response);
      const responseTime = Date.now() - began;
      const fields = { reqId: request.id, req: request, res: response, responseTime };
      this.logger[levelOf(request, response)](fields, 'request');
    });
    // Without a listener it would end the process. The close follows.
    response.on('error', ignore);
  }
}

/** Is told of the close of a response too: one listener costs less than two. */
type Closed = (response: Response) => void;
const ignore = (): void => undefined;

function idOfRequest(): { reqId?: string } {
  const request = currentRequest();
  return request ? { reqId: request.requestId } : {};
}

function levelOf(
  request: IncomingMessage,
  { statusCode }: ServerResponse,
): 'silent' | 'info' | 'warn' {
  if (statusCode >= 500) return 'warn';
  return PROBES.has(request.url ?? '') ? 'silent' : 'info';
}
