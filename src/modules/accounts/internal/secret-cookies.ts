import { Injectable } from '@nestjs/common';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request } from 'express';
import { Environment } from '../../../platform/config/environment.js';
import { SESSION_LIFE_SECONDS } from './browser-session.store.js';
import { KNOWN_BROWSER_LIFE_SECONDS } from './known-browsers.js';
import type { SignedIn } from './sign-in.service.js';

/** 256 random bits in base64url. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** The cookies of this server, with their Max-Age in seconds. */
const LIVES = {
  session: SESSION_LIFE_SECONDS,
  /** Marks a browser in which somebody has signed in. */
  browser: KNOWN_BROWSER_LIFE_SECONDS,
  /** The token of a reset link, taken out of the URL. The link itself expires sooner. */
  'password-reset': 3_600,
} as const;

type CookieName = keyof typeof LIVES;

/**
 * Cookies that hold a token. On https they are `__Host-` cookies, which a subdomain cannot set (attack D4); browsers
 * refuse those on a loopback issuer over http.
 */
@Injectable()
export class SecretCookies {
  private readonly secure: boolean;

  constructor(environment: Environment) {
    this.secure = environment.issuerIsSecure;
  }

  read(request: Request, name: CookieName): string | null {
    const token = parseCookie(request.headers.cookie ?? '')[this.fullName(name)];
    return token !== undefined && TOKEN.test(token) ? token : null;
  }

  /** A `Set-Cookie` for the outcome of a page. */
  set(name: CookieName, token: string): string {
    return this.header(name, token, LIVES[name]);
  }

  clear(name: CookieName): string {
    return this.header(name, '', 0);
  }

  /** The cookies of a new sign-in. */
  ofSignIn({ started, browserToken }: SignedIn): string[] {
    return [this.set('session', started.token), this.set('browser', browserToken)];
  }

  private fullName(name: CookieName): string {
    return this.secure ? `__Host-${name}` : name;
  }

  /** Lax, not Strict: a person who follows a link from an app's site or a mail must still be signed in (HTTP-07). */
  private header(name: CookieName, value: string, maxAge: number): string {
    return stringifySetCookie({
      name: this.fullName(name),
      value,
      maxAge,
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.secure,
    });
  }
}
