import { hash } from 'node:crypto';
import { Injectable, SetMetadata, type CustomDecorator, type OnModuleInit } from '@nestjs/common';
import { GUARDS_METADATA, HEADERS_METADATA } from '@nestjs/common/constants.js';
import type { Request, Response } from 'express';
import { Environment } from '../config/environment.js';
import { RequestLog } from '../logging/request-log.js';
import { Draining } from './draining.js';
import { hasBody } from './form-body.js';
import { RATE_LIMIT } from './rate-limit/rate-limit.decorator.js';
import { newRequestId } from './request-id.js';
import { SURFACES, type Surface, type SurfaceRules } from './surface.js';
import { pathsOf, SurfaceCensus, type RunningRoute } from './surface-census.js';
import { headersOfEveryResponse, type Headers } from './surface-headers.js';

const FIXED = Symbol('fixed answer');

/**
 * On a GET handler without parameters whose JSON is the same for everybody: plain requests are answered from kept bytes,
 * ahead of Express, with an `ETag`. It is called for each of them, and its answer is rendered anew when it returns
 * another string or object than before.
 */
export const FixedAnswer = (): CustomDecorator<symbol> => SetMetadata(FIXED, true);

interface Answer {
  readonly value: unknown;
  readonly body: string;
  /** `latin1` of ASCII, which Node writes faster. */
  readonly encoding: BufferEncoding;
  readonly etag: string;
  /** Names and values by turns, as Node takes them. */
  readonly headers: readonly string[];
  /** Of a 304. */
  readonly headersOnly: readonly string[];
}

/** A handler and its answer of the last time. */
class FixedSource {
  private last: Answer | null = null;
  private readonly headers: Headers;

  constructor(
    private readonly route: RunningRoute,
    secure: boolean,
  ) {
    const rules = SURFACES[route.surface as Surface];
    if (!isSameForAll(route, rules)) {
      throw new Error(`${route.name} depends on the request, and is not a @FixedAnswer.`);
    }
    const own = Reflect.getMetadata(HEADERS_METADATA, route.handler) as OwnHeader[] | undefined;
    const caching = new Map([['Cache-Control', rules.cacheControl] as [string, string]]);
    for (const { name, value } of own ?? []) caching.set(name, value);
    caching.delete('Content-Type');
    this.headers = [...headersOfEveryResponse(secure, rules), ...caching];
  }

  /** What the handler returns, perhaps a promise. @throws what the handler throws */
  read(): unknown {
    return this.route.handler.call(this.route.instance as never);
  }

  answerOf(value: unknown): Answer {
    if (this.last?.value !== value) this.last = this.render(value);
    return this.last as Answer;
  }

  private render(value: unknown): Answer {
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    const etag = `"${hash('sha256', body, 'base64url')}"`;
    const headersOnly = [...this.headers, ['ETag', etag]].flat();
    const type = ['Content-Type', 'application/json; charset=utf-8'];
    const bytes = Buffer.byteLength(body);
    const headers = [...headersOnly, ...type, 'Content-Length', String(bytes)];
    const encoding = bytes === body.length ? 'latin1' : 'utf8';
    return { value, body, encoding, etag, headersOnly, headers };
  }
}

/** Neither the handler, nor its surface, nor a guard of its own looks at the request. */
const isSameForAll = ({ handler }: RunningRoute, rules: SurfaceRules): boolean =>
  handler.length === 0 &&
  rules.limits !== 'token' &&
  rules.dialect !== 'page' &&
  rules.vary === undefined &&
  [RATE_LIMIT, GUARDS_METADATA].every((name) => !Reflect.hasMetadata(name, handler));

/** What `@Header` stores. */
interface OwnHeader {
  readonly name: string;
  readonly value: string;
}

/** Answers the requests for handlers with `@FixedAnswer`. */
@Injectable()
export class FixedAnswers implements OnModuleInit {
  private readonly sources = new Map<string, FixedSource>();

  constructor(
    private readonly census: SurfaceCensus,
    private readonly environment: Environment,
    private readonly log: RequestLog,
    private readonly draining: Draining,
  ) {}

  onModuleInit(): void {
    for (const route of this.census.routes()) {
      if (!Reflect.hasMetadata(FIXED, route.handler)) continue;
      const source = new FixedSource(route, this.environment.issuerIsSecure);
      for (const path of pathsOf(route)) this.sources.set(path, source);
    }
  }

  /** Responds, or leaves the request to `next`: one for something else, an unusual one, and one whose handler fails. */
  readonly respond = (request: Request, response: Response, next: () => void): void => {
    const source = isPlain(request) ? this.sources.get(request.url) : undefined;
    const value = source && read(source);
    if (!source || value === undefined) return next();
    const send = (settled: unknown): void => this.send(request, response, source.answerOf(settled));
    if (value instanceof Promise) value.then(send, next);
    else send(value);
  };

  private send(request: Request, response: Response, answer: Answer): void {
    request.id = newRequestId();
    this.log.observe(request, response);
    const isKnown = namesTag(request.headers['if-none-match'], answer.etag);
    response.writeHead(isKnown ? 304 : 200, [
      ...['X-Request-Id', request.id],
      ...(this.draining.hasBegun ? ['Connection', 'close'] : []),
      ...(isKnown ? answer.headersOnly : answer.headers),
    ]);
    if (isKnown || request.method === 'HEAD') response.end();
    else response.end(answer.body, answer.encoding);
  }
}

/** What the handler returns; undefined if it throws. */
function read(source: FixedSource): unknown {
  try {
    return source.read();
  } catch {
    return undefined;
  }
}

/** Express handles the others, `OPTIONS` and an expectation among them. */
const isPlain = (request: Request): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') &&
  request.headers.expect === undefined &&
  !hasBody(request);

/** Whether `If-None-Match` has the tag, by the weak comparison (RFC 9110 §13.1.2). */
const namesTag = (list: string | undefined, etag: string): boolean =>
  list !== undefined &&
  (list.trim() === '*' || list.split(',').some((each) => each.trim().replace(/^W\//, '') === etag));
