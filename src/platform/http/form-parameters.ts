import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { invalidRequest } from '../../kernel/errors/oauth-error.js';
import { FORM_TYPE, formOf, hasBody } from './form-body.js';
import { StrictForm } from './strict-form.js';

/** The body of an OAuth form endpoint. @throws OAuthError `invalid_request` for any other content type */
export const Form = createParamDecorator((_: unknown, context: ExecutionContext) =>
  requireForm(context).strictly(),
);

/**
 * The body of a page's form. `@PageForm(['project'])`: several check boxes have that name.
 * @throws OAuthError `invalid_request` for any other repeated name
 */
export const PageForm = createParamDecorator(
  (boxes: readonly string[] | undefined, context: ExecutionContext) =>
    requireForm(context).asPage(boxes ?? []),
);

/** The body of a form, repeated parameters included. */
export const LooseForm = createParamDecorator((_: unknown, context: ExecutionContext) =>
  requireForm(context),
);

function requireForm(context: ExecutionContext): StrictForm {
  const request = context.switchToHttp().getRequest<Request>();
  if (!hasBody(request)) return StrictForm.EMPTY;
  const form = formOf(request);
  if (form) return form;
  if (!request.is(FORM_TYPE)) {
    throw invalidRequest('Send the parameters as application/x-www-form-urlencoded.');
  }
  throw new Error('No FormGuard has read this form.');
}
