import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import express, { type Response } from 'express';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { hasBody } from '../../platform/http/form-body.js';
import { refuseTokenInForm } from '../../platform/http/shown-token.js';
import { surfaceOf, SURFACES } from '../../platform/http/surface.js';
import { bodyLimitOf } from './body-limit.decorator.js';
import type { GuardedRequest } from './principal.js';

/** Bytes of a body, unless `@BodyLimit` says another number. */
const USUAL_LIMIT = 1_048_576;

type Parser = ReturnType<typeof express.json>;

const PARSERS = new Map<number, Parser>();

/**
 * Reads the body, once the caller is authorised: before that it is not parsed, so its faults are not reported.
 * A body of another type than JSON is refused (415) and not ignored.
 */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const surface = surfaceOf(context.getClass());
    if (!surface || SURFACES[surface].body !== 'json') return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    if (!hasBody(request)) return true;
    const limit = bodyLimitOf(context.getHandler()) ?? USUAL_LIMIT;
    return readBody(request, context.switchToHttp().getResponse(), limit);
  }
}

async function readBody(request: GuardedRequest, response: Response, limit: number): Promise<true> {
  await refuseTokenInForm(request, response);
  if (request.is('application/json') === false) {
    throw new ProblemError('unsupported_media_type', 'Send application/json.');
  }
  await parse(request, response, parserFor(limit));
  return true;
}

const parse = (request: GuardedRequest, response: Response, parser: Parser): Promise<void> =>
  new Promise((resolve, reject) => {
    parser(request, response, (error?: Error) => (error ? reject(error) : resolve()));
  });

function parserFor(limit: number): Parser {
  const parser = PARSERS.get(limit) ?? express.json({ limit });
  PARSERS.set(limit, parser);
  return parser;
}
