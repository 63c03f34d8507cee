import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { page } from '../../../../platform/pages/outcome.js';
import { writePage } from '../../../../platform/pages/render-page.js';
import { AuthorizationFault } from './authorization-faults.js';
import { authorizeTexts as texts } from './authorize-texts.js';

/** Redirects an error to the client's redirect URI, or shows it on a page with a link there (RFC 9700 §4.11.2). */
@Catch(AuthorizationFault)
export class AuthorizationFaultFilter implements ExceptionFilter {
  catch(fault: AuthorizationFault, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const location = fault.address.withError(fault.error);
    if (fault.mayRedirect) return response.redirect(303, location);
    const body = (
      <section class="card">
        <h1>{texts.faultTitle}</h1>
        <p>{texts.faultLead(fault.appName)}</p>
        <p>
          <strong>{fault.error.message}</strong> <code>{fault.error.code}</code>
        </p>
        <p>
          <a class="button" href={location} rel="noreferrer">
            {texts.returnTo(fault.address.label)}
          </a>
        </p>
      </section>
    );
    writePage(response, page({ title: texts.faultTitle, status: 400, body }));
  }
}
