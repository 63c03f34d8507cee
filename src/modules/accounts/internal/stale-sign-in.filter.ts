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
 * Two tabs stood at sign-in and the first has signed in, so the form of the second is void: its password is not even
 * looked at. The browser goes on to where that tab was going, by the sign-in page, which knows what still has to be
 * asked there. Who wrote another address than that of the person signed in meant another person, and is asked anew.
 */
@Catch(StaleFormError)
export class StaleSignInFilter implements ExceptionFilter {
  catch(stale: StaleFormError, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const session = recallSession(request);
    const form = formOf(request) ?? StrictForm.EMPTY;
    const [returnId, email = ''] = [form.get('return'), form.get('email')];
    // Sent at once from both tabs: the other one's answer brings the browser its new session.
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
