import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { tap, type Observable } from 'rxjs';

import { Answer } from '../../platform/http/answer.js';

/** Sends the version of an entity as its `ETag`, for `If-Match`. */
@Injectable()
export class VersionTag implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return next.handle().pipe(
      tap((answer) => {
        const version = versionOf(answer);
        if (version === undefined) return;
        http.getResponse<Response>().setHeader('ETag', `"${version}"`);
        // Counts and states change without a new version, so a 304 could hide a change.
        delete http.getRequest<Request>().headers['if-none-match'];
      }),
    );
  }
}

function versionOf(given: unknown): number | undefined {
  const answer = given instanceof Answer ? given.body : given;
  const { version } = (answer as { entity?: { version?: unknown } } | null)?.entity ?? {};
  return typeof version === 'number' ? version : undefined;
}
