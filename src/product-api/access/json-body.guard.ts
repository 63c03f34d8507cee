import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ProblemError } from '../../kernel/errors/problem-error.js';
import type { GuardedRequest } from './principal.js';
import { isProductApi } from './product-route.js';

/** A body is JSON or it is refused (415): nothing else is parsed here, and silence would look like an empty body. */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (!isProductApi(context.getClass())) return true;
    // `is` answers null without a body and false for another type.
    const type = context.switchToHttp().getRequest<GuardedRequest>().is('application/json');
    if (type === false) throw new ProblemError('unsupported_media_type', 'Send application/json.');
    return true;
  }
}
