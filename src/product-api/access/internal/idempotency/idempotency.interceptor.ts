import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Response } from 'express';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import { ProblemError } from '../../../../kernel/errors/problem-error.js';
import { Environment } from '../../../../platform/config/environment.js';
import { Answer } from '../../../../platform/http/answer.js';
import { hasEffect } from '../../limit-class.decorator.js';
import type { GuardedRequest } from '../../principal.js';
import { sendsMessages } from '../../sends-messages.decorator.js';
import { IdempotentCalls } from './idempotent-calls.service.js';
import { keyedCall, keyOf } from './keyed-call.js';

/** Lets requests with an `Idempotency-Key` happen once, for every handler that changes something. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly calls: IdempotentCalls,
    private readonly environment: Environment,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const handler = context.getHandler();
    if (!hasEffect(handler)) return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<GuardedRequest>();
    const key = keyOf(request);
    if (key === undefined) {
      this.checkMayLack(handler);
      return next.handle();
    }
    return defer(() => this.once(request, http.getResponse<Response>(), key, next));
  }

  private checkMayLack(handler: object): void {
    if (!this.environment.REQUIRE_IDEMPOTENCY_ON_SEND || !sendsMessages(handler)) return;
    throw new ProblemError('invalid_request', 'Send an Idempotency-Key: this sends messages.');
  }

  private async once(
    request: GuardedRequest,
    response: Response,
    key: string,
    next: CallHandler,
  ): Promise<unknown> {
    const { principal } = request;
    if (!principal) throw new Error('What changes something belongs to a project.');
    const given = await this.calls.once(keyedCall(request, principal, key), async () => {
      const before = new Set(response.getHeaderNames());
      const result: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      const { status, body } =
        result instanceof Answer ? result : { status: response.statusCode, body: result };
      return { status, body, headers: headersSince(before, response) };
    });
    if (given.isRepeated) {
      for (const [name, value] of Object.entries(given.headers)) response.setHeader(name, value);
      response.setHeader('Idempotency-Replayed', 'true');
    }
    return new Answer(given.status, given.body);
  }
}

/** Those that the handler, and what is around it, has set. */
const headersSince = (before: ReadonlySet<string>, response: Response): Record<string, string> =>
  Object.fromEntries(
    response
      .getHeaderNames()
      .filter((name) => !before.has(name))
      .map((name) => [name, String(response.getHeader(name))]),
  );
