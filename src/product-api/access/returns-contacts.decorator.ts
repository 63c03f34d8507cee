import {
  applyDecorators,
  Injectable,
  SetMetadata,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { mergeMap, tap, type Observable } from 'rxjs';
import { Answer } from '../../platform/http/answer.js';
import { describeAppRequest } from '../../platform/http/app-request.js';
import { ContactReads } from './contact-reads.service.js';
import type { GuardedRequest } from './principal.js';
import { Problems } from './problems.decorator.js';

const RETURNS_CONTACTS = Symbol('returns-contacts');

/** Notes how many contacts an app was shown, for the totals of what it has read. */
@Injectable()
class CountShownContacts implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    return next.handle().pipe(tap((answer) => note(request, answer)));
  }
}

/** The same, and limits how many contacts an unverified app reads in a day: what is beyond is not sent. */
@Injectable()
class LimitShownContacts implements NestInterceptor {
  constructor(private readonly reads: ContactReads) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const limited = this.reads.limitOf(request);
    const admit = async (answer: unknown): Promise<unknown> => {
      if (limited) await this.reads.count(limited, contactsIn(answer));
      note(request, answer);
      return answer;
    };
    return next.handle().pipe(mergeMap(admit));
  }
}

const note = (request: GuardedRequest, answer: unknown): void =>
  describeAppRequest(request, { contacts: contactsIn(answer) });

function contactsIn(given: unknown): number {
  const answer = (given instanceof Answer ? given.body : given) as {
    readonly entities?: readonly unknown[];
    readonly entity?: unknown;
  };
  return answer.entities?.length ?? (answer.entity === undefined ? 0 : 1);
}

/** On every handler whose response has a contact: a test compares it with the document. */
export const ReturnsContacts = (): MethodDecorator =>
  applyDecorators(SetMetadata(RETURNS_CONTACTS, 'one'), UseInterceptors(CountShownContacts));

/** On every handler whose response has contacts in a list. */
export const ListsContacts = (): MethodDecorator =>
  applyDecorators(
    SetMetadata(RETURNS_CONTACTS, 'list'),
    UseInterceptors(LimitShownContacts),
    Problems('contact_limit_exceeded'),
  );

/** Whether the response of a handler has one contact, or a list of them; undefined for any other. */
export const returnsContacts = (handler: object): 'one' | 'list' | undefined =>
  Reflect.getMetadata(RETURNS_CONTACTS, handler) as 'one' | 'list' | undefined;
