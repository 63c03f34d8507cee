import { createServer, IncomingMessage, ServerResponse, type Server } from 'node:http';
import { StreamableFile } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express, Request, Response } from 'express';
import { Answer } from './answer.js';
import { rejectByStart } from './fixed-starts.js';
import { noteConnection } from '../single-use/received-at.js';

/** Timeouts in milliseconds, so that slow senders cannot occupy many connections (attack G3). */
const LIMITS = {
  requestTimeout: 30_000,
  // Interval of the check; Node's default of 30 s would double the timeouts.
  connectionsCheckingInterval: 2_000,
} as const;

/** A request without a body gets no events of a stream that is empty. Node ignores it before 24.12. */
const CHEAP = { optimizeEmptyRequests: true } as const;

/** Scheme and authority of a request target in absolute form. */
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/** Responds, or calls `next`. */
type Handler = (request: Request, response: Response, next: () => void) => void;

/** Express under Nest, on a server with timeouts. `boundConnections` adds those of the configuration. */
export class BoundedExpressAdapter extends ExpressAdapter {
  private first: Handler = (_request, _response, next) => next();

  /** Requests get to `handler` before Express. */
  serveFirst(handler: Handler): void {
    this.first = handler;
  }

  /** JSON of a success without Express, which would parse the type that it has just written. The rest is its own. */
  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    if (body instanceof Answer) return this.reply(response, body.body, body.status);
    response.statusCode = statusCode ?? response.statusCode;
    const { statusCode: status, req } = response;
    if (!isJson(body) || status > 201 || response.hasHeader('Content-Type') || isConditional(req)) {
      return super.reply(response, body, status);
    }
    const text = JSON.stringify(body);
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Content-Length', Buffer.byteLength(text));
    return response.end(text);
  }

  /** Nest calls this once all routes are there. */
  override setNotFoundHandler(...given: Parameters<ExpressAdapter['setNotFoundHandler']>): void {
    rejectByStart(this.getInstance<Express>());
    super.setNotFoundHandler(...given);
  }

  override initHttpServer(): void {
    const express = this.getInstance<Express>();
    const messages = {
      IncomingMessage: constructing(IncomingMessage, express.request),
      ServerResponse: constructing(ServerResponse, express.response),
    };
    const server: Server = createServer(
      { ...LIMITS, ...CHEAP, ...messages },
      (request, response) => {
        // A pipelined request after too many others: its connection was closed for that.
        if (request.socket.destroyed) return;
        useOriginForm(request);
        this.first(request as Request, response as Response, () => void express(request, response));
      },
    );
    server.on('connection', noteConnection);
    this.httpServer = server;
  }
}

/** Express decides whether it is answered by 304. */
const isConditional = ({ headers }: IncomingMessage): boolean =>
  headers['if-none-match'] !== undefined || headers['if-modified-since'] !== undefined;

const isJson = (body: unknown): body is object =>
  typeof body === 'object' &&
  body !== null &&
  !(body instanceof StreamableFile || ArrayBuffer.isView(body));

/**
 * A constructor whose instances have Express's prototype from the start. Express sets it on each message, which then
 * changes nothing; otherwise the message would be slow in Node's own code from there on.
 */
function constructing<Base extends typeof IncomingMessage | typeof ServerResponse>(
  base: Base,
  prototype: object,
): Base {
  function Served(...parameters: unknown[]): object {
    return Reflect.construct(base, parameters, Served) as object;
  }
  Served.prototype = prototype;
  return Served as unknown as Base;
}

/**
 * A server must accept `GET http://host/path` too (RFC 9112 §3.2.2). Express would parse the whole URL and, where that
 * fails, respond itself, without our filters. The authority is ignored: this server's own URLs come from the
 * configuration.
 */
function useOriginForm(request: IncomingMessage): void {
  const target = request.url ?? '/';
  if (target.startsWith('/')) return;
  const rest = target.replace(ABSOLUTE, '');
  if (rest !== target) request.url = rest.startsWith('/') ? rest : `/${rest}`;
}
