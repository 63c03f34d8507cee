import {
  applyDecorators,
  Controller,
  SetMetadata,
  UseFilters,
  UseGuards,
  type CustomDecorator,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { FormGuard } from '../../platform/http/form.guard.js';
import { AddressLimitGuard } from '../../platform/http/rate-limit/rate-limit.guard.js';
import { declareSurface } from '../../platform/http/surface.js';
import { PageErrorFilter } from '../../platform/pages/page-error.filter.js';
import { FOREIGN_FORMS } from './internal/changes-something.js';
import { CsrfGuard } from './internal/csrf.guard.js';
import { PageGuard } from './internal/page.guard.js';
import { SignedInGuard } from './internal/signed-in.guard.js';

/**
 * A controller of pages for anybody. Forms are refused from other sites and without their session's
 * `csrf_token`; failures are pages. The module needs `AccountsModule`.
 */
export const Page = (path: string): ClassDecorator =>
  applyDecorators(
    declareSurface('page'),
    Controller(path),
    UseGuards(PageGuard, AddressLimitGuard, FormGuard, CsrfGuard),
    UseFilters(PageErrorFilter),
    ApiExcludeController(),
  );

/** The same for signed-in people only; others are sent to `/login` and back. */
export const DashboardPage = (path: string): ClassDecorator =>
  applyDecorators(
    declareSurface('page'),
    Controller(path),
    UseGuards(PageGuard, SignedInGuard, AddressLimitGuard, FormGuard, CsrfGuard),
    UseFilters(PageErrorFilter),
    ApiExcludeController(),
  );

/**
 * On a handler of a `@Page`: takes forms of other sites, without a token. Such a handler decides nothing and sets
 * no cookie, for the browser has sent none.
 */
export const AcceptsForeignForms = (): CustomDecorator<symbol> => SetMetadata(FOREIGN_FORMS, true);
