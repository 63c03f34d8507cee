import type { Browser, BrowserPage } from './browser.js';

/** Sends the consent form: the page's hidden fields and these ticks. */
export function decide(
  browser: Browser,
  { page, action }: { page: BrowserPage; action: string },
  ticks: { projects?: readonly string[]; scopes?: readonly string[]; access?: string },
  decision = 'allow',
): Promise<BrowserPage> {
  const csrf = /name="csrf_token" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
  return browser.post(action, [
    ['csrf_token', csrf],
    ['decision', decision],
    ...(ticks.projects ?? []).map((id): [string, string] => ['project', id]),
    ...(ticks.scopes ?? ['segments:read']).map((scope): [string, string] => ['scope', scope]),
    ...confirmationOn(page.html),
    ...(ticks.access === undefined ? [] : [['access', ticks.access] as [string, string]]),
  ]);
}

/** The host that the page of an unreviewed app asks for, as a person would read and type it. */
export function confirmationOn(html: string): [string, string][] {
  const [, host] = /<label for="field-confirmed_host">[^<]*type ([^<]+)<\/label>/.exec(html) ?? [];
  return host === undefined ? [] : [['confirmed_host', host]];
}

/** The parameters that the app receives. */
export const answerOf = (response: BrowserPage): Record<string, string> =>
  Object.fromEntries(new URL(response.headers.get('location') ?? '').searchParams);
