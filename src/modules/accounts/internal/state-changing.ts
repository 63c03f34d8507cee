import type { ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { Request } from 'express';

/** Marks handlers that take forms of other sites. */
export const FOREIGN_FORMS = Symbol('foreign forms');

/** GET and HEAD are safe methods (RFC 9110 §9.2.1). */
export const isStateChanging = (request: Request): boolean =>
  request.method !== 'GET' && request.method !== 'HEAD';

/** True if the request must prove that it comes from a page of this server. */
export const needsOwnForm = (context: ExecutionContext, reflector: Reflector): boolean =>
  isStateChanging(context.switchToHttp().getRequest<Request>()) &&
  reflector.get<boolean | undefined>(FOREIGN_FORMS, context.getHandler()) !== true;
