import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import type { GuardedRequest } from './principal.js';
import { isProductApi } from './product-route.js';

/** A body is JSON or it is refused (415): nothing else is parsed here, and silence would look like an empty body. */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (!isProductApi(context.getClass())) return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const empty = request.headers['content-length'] === '0';
    // `is` answers null without a body and false for another type.
    if (empty || request.is('application/json') !== false) return true;
    throw new ProblemError('unsupported_media_type', 'Send application/json.');
  }
}
