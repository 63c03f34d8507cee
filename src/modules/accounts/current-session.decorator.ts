import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { BrowserSession } from './browser-session.js';
import { recallSession } from './internal/request-session.js';
import type { User } from './users.service.js';

/**
 * The request's `BrowserSession`. Always present on a `@DashboardPage` and for every form; a GET of a `@Page` may have
 * none: use `BrowserSessions.find` there.
 */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext) =>
  sessionOf(context),
);

/** The signed-in `User` of a `@DashboardPage`. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): User => {
  const { user } = sessionOf(context);
  if (!user) throw new Error('@CurrentUser needs @DashboardPage.');
  return user;
});

function sessionOf(context: ExecutionContext): BrowserSession {
  const session = recallSession(context.switchToHttp().getRequest<Request>());
  if (!session) throw new Error('This request has no session; open one with BrowserSessions.open.');
  return session;
}
