import {
  applyDecorators,
  Injectable,
  SetMetadata,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request } from 'express';
import { tap, type Observable } from 'rxjs';
import { Answer } from '../../platform/http/answer.js';
import { describeAppRequest } from '../../platform/http/app-request.js';

const RETURNS_CONTACTS = Symbol('returns-contacts');

/** Notes how many contacts an app was shown, for the totals of what it has read. */
@Injectable()
class CountShownContacts implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const count = (answer: unknown): void =>
      describeAppRequest(request, { contacts: contactsIn(answer) });
    return next.handle().pipe(tap(count));
  }
}

function contactsIn(given: unknown): number {
  const answer = (given instanceof Answer ? given.body : given) as {
    readonly entities?: readonly unknown[];
    readonly entity?: unknown;
  };
  return answer.entities?.length ?? (answer.entity === undefined ? 0 : 1);
}

/** On every handler whose response has contacts: a test compares it with the document. */
export const ReturnsContacts = (): MethodDecorator =>
  applyDecorators(SetMetadata(RETURNS_CONTACTS, true), UseInterceptors(CountShownContacts));

export const returnsContacts = (handler: object): boolean =>
  Reflect.hasMetadata(RETURNS_CONTACTS, handler);
