import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { formOf } from '../../../platform/http/form-body.js';
import { StrictForm } from '../../../platform/http/strict-form.js';
import { writePageFailure } from '../../../platform/pages/page-error.filter.js';
import { writePage } from '../../../platform/pages/render-page.js';
import { normaliseEmail } from '../../../platform/mail/email-address.js';
import { recallSession } from './request-session.js';
import { signInPage } from './sign-in.page.js';
import { StaleFormError } from './stale-form-error.js';

/**
 * Two tabs showed the sign-in form and the first has signed in, so the second's form is stale: its password is not
 * verified. The browser is redirected to the second tab's path by way of the sign-in page, which applies that path's
 * requirements. If the form names another address than the signed-in person's, the sign-in page asks again.
 */
@Catch(StaleFormError)
export class StaleSignInFilter implements ExceptionFilter {
  catch(stale: StaleFormError, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const session = recallSession(request);
    const form = formOf(request) ?? StrictForm.EMPTY;
    const [returnId, email = ''] = [form.get('return'), form.get('email')];
    // Both were sent at once: the other response sets the new session's cookie.
    if (stale.why === 'session ended meanwhile') return goOn(response, returnId);
    const isOurs = form.all('csrf_token').length === 1;
    if (!session?.user || !isOurs) return writePageFailure(request, response, stale);
    if (normaliseEmail(email) === session.user.email) return goOn(response, returnId);
    const meanwhile = session.user.email;
    writePage(response, signInPage({ returnId, email, meanwhile }));
  }
}

function goOn(response: Response, returnId: string | undefined): void {
  const query = returnId === undefined ? '' : `?return=${encodeURIComponent(returnId)}`;
  response.redirect(303, `/login${query}`);
}
