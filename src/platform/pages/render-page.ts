import type { Response } from 'express';
import { h, type VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Layout, type PageWidth } from './layout.js';
import { plain, type Phrase } from './names.js';
import { personOn } from './page-person.js';

export interface Page {
  readonly title: string | Phrase;
  readonly body: VNode;
  readonly status?: number;
  readonly width?: PageWidth;
  /**
   * For pages whose POST may end at an app: browsers check `form-action` at every hop of the redirects that
   * follow, so that `'self'` would stop the person on the way back (CONS-08).
   */
  readonly mayLeave?: boolean;
}

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
];

/** Answers with a page: no script and no frame (AUTH-19); its surface keeps it out of caches. */
export function renderPage(response: Response, page: Page): void {
  const { title, body, status = 200, width = 'medium', mayLeave = false } = page;
  const policy = mayLeave ? POLICY : [...POLICY, "form-action 'self'"];
  response.setHeader('Content-Security-Policy', policy.join('; '));
  const document = h(Layout, {
    title: plain(title),
    width,
    person: personOn(response),
    children: body,
  });
  response
    .status(status)
    .type('html')
    .send(`<!doctype html>${renderToString(document)}`);
}
