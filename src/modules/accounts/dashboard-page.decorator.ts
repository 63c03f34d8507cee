import {
  applyDecorators,
  SetMetadata,
  UseGuards,
  UseInterceptors,
  type CustomDecorator,
} from '@nestjs/common';
import { OnSurface } from '../../platform/http/surface.decorator.js';
import { FOREIGN_FORMS } from './internal/state-changing.js';
import { CsrfGuard } from './internal/csrf.guard.js';
import { PageGuard } from './internal/page.guard.js';
import { PageInterceptor } from './internal/page.interceptor.js';
import { SignedInGuard } from './internal/signed-in.guard.js';
import { StaffGuard } from './internal/staff.guard.js';

/**
 * A controller of pages that need no sign-in. Its handlers return an `Outcome`. Forms from other sites or without their
 * session's `csrf_token` are refused; failures are pages. The module needs `AccountsModule`.
 */
export const Page = (path: string): ClassDecorator =>
  applyDecorators(
    UseGuards(PageGuard),
    OnSurface('page', path),
    UseGuards(CsrfGuard),
    UseInterceptors(PageInterceptor),
  );

/** The same for signed-in people only; others are sent to `/login` and back. */
export const DashboardPage = (path: string): ClassDecorator =>
  applyDecorators(
    UseGuards(PageGuard, SignedInGuard),
    OnSurface('page', path),
    UseGuards(CsrfGuard),
    UseInterceptors(PageInterceptor),
  );

/** The same for people of the operator (`User.isStaff`); for others there is no such page (404). */
export const StaffPage = (path: string): ClassDecorator =>
  applyDecorators(
    UseGuards(PageGuard, SignedInGuard, StaffGuard),
    OnSurface('page', path),
    UseGuards(CsrfGuard),
    UseInterceptors(PageInterceptor),
  );

/**
 * On a handler of a `@Page`: accepts forms of other sites, without a token. Such a handler decides nothing and sets no
 * cookie, since the browser sends no cookies with them.
 */
export const AcceptsForeignForms = (): CustomDecorator<symbol> => SetMetadata(FOREIGN_FORMS, true);
