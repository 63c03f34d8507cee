import {
  applyDecorators,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { hash } from 'node:crypto';
import type { Request, Response } from 'express';
import { map, type Observable } from 'rxjs';
import { OnSurface } from '../http/surface.decorator.js';
import { PageOutcome, RedirectOutcome, type Outcome } from './outcome.js';
import { PageRedirect } from './page-redirect.js';
import { renderPage, writePageHead } from './render-page.js';

/** Answers with the page: the same bytes for everybody, so that caches may keep them and ask again by `ETag`. */
@Injectable()
class PublicPageInterceptor implements NestInterceptor<Outcome, string> {
  intercept(context: ExecutionContext, next: CallHandler<Outcome>): Observable<string> {
    const http = context.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    return next.handle().pipe(map((outcome) => answer(request, response, outcome)));
  }
}

function answer(request: Request, response: Response, outcome: Outcome): string {
  if (outcome instanceof RedirectOutcome) {
    response.setHeader('Cache-Control', 'no-store');
    throw new PageRedirect(outcome.location);
  }
  if (!(outcome instanceof PageOutcome)) throw new Error('A public page is a page or a redirect.');
  const { path } = request;
  const html = renderPage(outcome.content, { path });
  writePageHead(response, outcome.content);
  return tagged(response, html);
}

/** The body, with its tag: Express answers 304 to a caller who has it. */
export function tagged(response: Response, body: string): string {
  response.setHeader('ETag', `"${hash('sha256', body, 'base64url').slice(0, 22)}"`);
  return body;
}

/** A controller of pages for everybody, without sessions: search engines may list them. Handlers return an `Outcome`. */
export const PublicPage = (path: string): ClassDecorator =>
  applyDecorators(OnSurface('catalogue', path), UseInterceptors(PublicPageInterceptor));
