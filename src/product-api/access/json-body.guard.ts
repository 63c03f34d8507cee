import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import express, { type Response } from 'express';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import { hasBody } from '../../platform/http/form-body.js';
import { refuseTokenInForm } from '../../platform/http/shown-token.js';
import { surfaceOf, SURFACES } from '../../platform/http/surface.js';
import type { GuardedRequest } from './principal.js';

const parseJson = express.json({ limit: '1mb' });

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
    return hasBody(request) ? readBody(request, context.switchToHttp().getResponse()) : true;
  }
}

async function readBody(request: GuardedRequest, response: Response): Promise<true> {
  await refuseTokenInForm(request, response);
  if (request.is('application/json') === false) {
    throw new ProblemError('unsupported_media_type', 'Send application/json.');
  }
  await parse(request, response);
  return true;
}

const parse = (request: GuardedRequest, response: Response): Promise<void> =>
  new Promise((resolve, reject) => {
    parseJson(request, response, (error?: Error) => (error ? reject(error) : resolve()));
  });
