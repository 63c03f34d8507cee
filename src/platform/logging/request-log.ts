import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import { pino, type DestinationStream, type Logger } from 'pino';
import { currentRequest } from '../http/request-context.js';
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

/** The process's log: one JSON object a line, redacted (attacks G6, G7), with the id of the request it is about. */
export class RequestLog {
  readonly logger: Logger;

  constructor(level: string, destination?: DestinationStream) {
    const hooks = { streamWrite: redactLine };
    const options = { level, base: null, serializers, hooks, mixin: idOfRequest };
    this.logger = pino(options, destination ?? standardOutput());
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

/** Characters that may wait for a reader of standard output who is too slow; lines beyond are lost. */
const MOST_WAITING = 32 * 1024 * 1024;

/** Characters that are written at once. A write costs more than the lines in it. */
const WRITTEN_AT_ONCE = 4 * 1024;
/** Milliseconds that fewer of them wait. */
const LONGEST_WAIT = 100;

/**
 * Lines of a busy server share a write. What waits is written when the process exits (pino does that), and at once with
 * a line of the level `fatal`.
 */
const standardOutput = (): DestinationStream =>
  pino.destination({
    sync: false,
    minLength: WRITTEN_AT_ONCE,
    periodicFlush: LONGEST_WAIT,
    maxLength: MOST_WAITING,
  });

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
