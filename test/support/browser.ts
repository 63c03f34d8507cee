import { parseSetCookie, stringifyCookie } from 'cookie';
import { overhear } from './dump/spoken-passwords.js';

/** A response, with its body read. */
export interface BrowserPage {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

/** A browser without scripts: keeps cookies, sends forms, and follows redirects only on request. */
export class Browser {
  readonly cookies: Record<string, string> = {};
  private readonly base: string;

  constructor(origin: string) {
    // The server under test listens on 127.0.0.1 only; `localhost` could resolve to ::1.
    this.base = origin.replace('localhost', '127.0.0.1');
  }

  get(path: string, headers: Record<string, string> = {}): Promise<BrowserPage> {
    return this.send(path, { headers });
  }

  /** Sends a form as given; `submit` adds the page's hidden fields. */
  post(
    path: string,
    fields: Record<string, string> | [string, string][],
    headers: Record<string, string> = {},
  ): Promise<BrowserPage> {
    const body = new URLSearchParams(fields);
    overhear(body);
    return this.send(path, { method: 'POST', body, headers });
  }

  /** Sends the form of `page` for `action`, with its hidden fields and the given ones. */
  submit(
    page: BrowserPage,
    action: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<BrowserPage> {
    return this.post(action, { ...hiddenFields(page.html, action), ...fields }, headers);
  }

  /** Opens the sign-in page (or the one that `location` names) and signs in. */
  async signIn(email: string, password: string, location = '/login'): Promise<BrowserPage> {
    const page = await this.get(location);
    return this.submit(page, '/login', { email, password });
  }

  private async send(path: string, init: RequestInit): Promise<BrowserPage> {
    const headers = { ...init.headers, cookie: stringifyCookie(this.cookies) };
    const url = new URL(path, this.base);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const { name, value, maxAge } = parseSetCookie(line);
      if (maxAge === 0 || value === undefined) Reflect.deleteProperty(this.cookies, name);
      else this.cookies[name] = value;
    }
    return { status: response.status, headers: response.headers, html: await response.text() };
  }
}

/** Names and values of the hidden fields in the form for `action`. */
export function hiddenFields(html: string, action: string): Record<string, string> {
  const start = html.indexOf(`action="${action}"`);
  if (start === -1) throw new Error(`The page has no form for ${action}.`);
  const form = html.slice(start, html.indexOf('</form>', start));
  const fields = form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...fields].map(([, name, value]) => [String(name), String(value)]));
}
