import type { Response } from 'express';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Layout } from './layout.js';
import { plain } from './names.js';
import type { DownloadOutcome, PageContent } from './outcome.js';
import { contextOn, CurrentPage, type PageContext } from './page-context.js';

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
];

/** @throws NoSessionError for a form without a session */
export function renderPage(
  { title, body, width = 'medium', ...content }: PageContent,
  context: PageContext,
): string {
  const { mayLeave: decides, index } = content;
  const document = h(Layout, { title: plain(title), width, decides, index, children: body });
  const value = { ...context, faults: content.faults, form: content.form };
  return `<!doctype html>${renderToString(h(CurrentPage.Provider, { value }, document))}`;
}

/** Status and headers of a page: no script and no frame (AUTH-19). Its surface sets the cache headers. */
export function writePageHead(response: Response, content: PageContent): void {
  const { faults, form, mayLeave, retryAfter, cookies = [] } = content;
  const { status = faults || form ? 400 : 200 } = content;
  const policy = mayLeave ? POLICY : [...POLICY, "form-action 'self'"];
  response.setHeader('Content-Security-Policy', policy.join('; '));
  if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
  for (const cookie of cookies) response.append('Set-Cookie', cookie);
  response.status(status).type('html');
}

/** A download is never shown as a page, whatever is in it. */
export function writeDownloadHead(response: Response, { name }: DownloadOutcome): void {
  response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  response.type('text/csv; charset=utf-8');
}

/** For filters, whose responses pass no interceptor. */
export function writePage(response: Response, { content }: { content: PageContent }): void {
  const html = renderPage(content, contextOn(response.req));
  writePageHead(response, content);
  response.send(html);
}
