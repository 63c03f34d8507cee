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

const serializers = { err: (error: unknown) => describeError(error) };

/** The process's log: one JSON object a line, redacted (attacks G6, G7), with the id of the request it is about. */
export class RequestLog {
  readonly logger: Logger;
  private readonly output: DestinationStream;

  constructor(level: string, destination?: DestinationStream) {
    this.output = destination ?? new SharedWrites();
    const hooks = { streamWrite: redactLine };
    const options = { level, base: null, serializers, hooks, mixin: idOfRequest };
    this.logger = pino(options, this.output);
  }

  /** Writes one line when the response has been sent or given up. The cause of a failure has a line of its own. */
  observe(request: Request, response: Response, closed: Closed = ignore): void {
    const began = Date.now();
    response.on('close', () => {
      closed(request, response, Date.now() - began);
      const level = levelOf(request, response);
      if (level >= this.logger.levelVal) this.write(level, request, response, began);
    });
    // Without a listener it would end the process. The close follows.
    response.on('error', ignore);
  }

  /** By hand, as pino would write it: there is a line for each request. */
  private write(level: number, request: Request, response: Response, began: number): void {
    const time = Date.now();
    const line = JSON.stringify({
      level,
      time,
      reqId: request.id,
      req: describe(request),
      res: { statusCode: response.statusCode },
      responseTime: time - began,
      msg: 'request',
    });
    this.output.write(redactLine(`${line}\n`));
  }
}

const describe = (request: Request) => ({
  id: request.id,
  method: request.method,
  url: redactUrl(request.originalUrl ?? request.url),
  remoteAddress: request.ip,
  userAgent: request.headers['user-agent']?.slice(0, 200),
  callersId: callersRequestId(request),
});

/** Is told of the close of a response too: one listener costs less than two. */
type Closed = (request: Request, response: Response, durationMs: number) => void;
const ignore = (): void => undefined;

function idOfRequest(): { reqId?: string } {
  const request = currentRequest();
  return request ? { reqId: request.requestId } : {};
}

const { info: INFO, warn: WARN } = pino.levels.values as Record<'info' | 'warn', number>;
/** Below every level of a log. */
const NEVER = 0;

function levelOf(request: IncomingMessage, { statusCode }: ServerResponse): number {
  if (statusCode >= 500) return WARN;
  return PROBES.has(request.url ?? '') ? NEVER : INFO;
}
