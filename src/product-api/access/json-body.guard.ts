import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import express, { type Response } from 'express';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { hasBody } from '../../platform/http/form-body.js';
import { refuseTokenInForm } from '../../platform/http/shown-token.js';
import { surfaceOf, SURFACES } from '../../platform/http/surface.js';
import { bodyLimitOf } from './body-limit.decorator.js';
import { NDJSON, takesLines } from './lines.decorator.js';
import type { GuardedRequest } from './principal.js';

/** Bytes of a body, unless `@BodyLimit` says another number. */
const USUAL_LIMIT = 1_048_576;

const JSON_TYPE = 'application/json';

type Parser = ReturnType<typeof express.json>;

const PARSERS = new Map<string, Parser>();

/**
 * Reads the body, once the caller is authorised: before that it is not parsed, so its faults are not reported.
 * A body of another type than JSON, or NDJSON where the handler says so, is refused (415) and not ignored.
 */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const surface = surfaceOf(context.getClass());
    if (!surface || SURFACES[surface].body !== 'json') return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    if (!hasBody(request)) return true;
    const handler = context.getHandler();
    const limit = bodyLimitOf(handler) ?? USUAL_LIMIT;
    const type = takesLines(handler) ? NDJSON : JSON_TYPE;
    return readBody(request, context.switchToHttp().getResponse(), { type, limit });
  }
}

interface Expected {
  readonly type: string;
  readonly limit: number;
}

async function readBody(
  request: GuardedRequest,
  response: Response,
  expected: Expected,
): Promise<true> {
  await refuseTokenInForm(request, response);
  if (request.is(expected.type) === false) {
    throw new ProblemError('unsupported_media_type', `Send ${expected.type}.`);
  }
  await parse(request, response, parserFor(expected));
  return true;
}

const parse = (request: GuardedRequest, response: Response, parser: Parser): Promise<void> =>
  new Promise((resolve, reject) => {
    parser(request, response, (error?: Error) => (error ? reject(error) : resolve()));
  });

function parserFor({ type, limit }: Expected): Parser {
  const key = `${type} ${String(limit)}`;
  const known = PARSERS.get(key);
  if (known) return known;
  const parser = type === JSON_TYPE ? express.json({ limit }) : express.text({ type, limit });
  PARSERS.set(key, parser);
  return parser;
}
