import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { mergeMap, type Observable } from 'rxjs';
import { NoSessionError } from '../../../platform/pages/form.js';
import {
  DownloadOutcome,
  PageOutcome,
  ReauthenticateOutcome,
  RedirectOutcome,
  type PageContent,
} from '../../../platform/pages/outcome.js';
import { contextOn } from '../../../platform/pages/page-context.js';
import { PageRedirect } from '../../../platform/pages/page-redirect.js';
import {
  renderPage,
  writeDownloadHead,
  writePageHead,
} from '../../../platform/pages/render-page.js';
import { BrowserSessions } from '../browser-sessions.service.js';

/** Renders the `Outcome` that a handler of a page returns; any other return value is an error. */
@Injectable()
export class PageInterceptor implements NestInterceptor<unknown, string> {
  constructor(private readonly sessions: BrowserSessions) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<string> {
    return next.handle().pipe(mergeMap((returned) => this.answer(context, returned)));
  }

  private async answer(context: ExecutionContext, returned: unknown): Promise<string> {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    if (returned instanceof PageOutcome) {
      const html = await this.render(request, returned.content);
      writePageHead(response, returned.content);
      return html;
    }
    // Nest would send the returned value as a body. The filter of pages redirects, for guards and handlers alike.
    if (returned instanceof RedirectOutcome) {
      for (const cookie of returned.cookies) response.append('Set-Cookie', cookie);
      throw new PageRedirect(returned.location);
    }
    if (returned instanceof ReauthenticateOutcome) {
      throw new PageRedirect(await this.passwordLocation(request, returned.path));
    }
    if (returned instanceof DownloadOutcome) {
      writeDownloadHead(response, returned);
      return returned.text;
    }
    const handler = `${context.getClass().name}.${context.getHandler().name}`;
    throw new Error(
      `${handler} must return page(…), redirect(…), reauthenticate(…) or download(…).`,
    );
  }

  /** A page with a form starts the session that its CSRF token needs; a page without one sets no cookie. */
  private async render(request: Request, content: PageContent): Promise<string> {
    try {
      return renderPage(content, contextOn(request));
    } catch (error) {
      if (!(error instanceof NoSessionError)) throw error;
    }
    await this.sessions.open(request);
    return renderPage(content, contextOn(request));
  }

  private async passwordLocation(request: Request, path: string): Promise<string> {
    const session = await this.sessions.open(request);
    const emailHint = session.user?.email;
    return this.sessions.signInLocation(session, path, { fresh: true, emailHint });
  }
}
