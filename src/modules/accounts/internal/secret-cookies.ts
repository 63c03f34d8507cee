import { Injectable } from '@nestjs/common';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request } from 'express';
import { Environment } from '../../../platform/config/environment.js';
import { SESSION_LIFE_SECONDS } from './browser-session.store.js';
import { KNOWN_BROWSER_LIFE_SECONDS } from './known-browsers.js';
import type { SignedIn } from './sign-in.service.js';

/** 256 random bits in base64url. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** What we keep in a browser, and for how many seconds. */
const LIVES = {
  session: SESSION_LIFE_SECONDS,
  /** Of somebody who has signed in here before. */
  browser: KNOWN_BROWSER_LIFE_SECONDS,
  /** A link from a letter, taken out of the address bar. What it opens ends by itself, sooner. */
  'password-reset': 3_600,
} as const;

type CookieName = keyof typeof LIVES;

/**
 * Cookies that hold a token. On https they are `__Host-` cookies, which a subdomain cannot set (attack D4); on a
 * loopback issuer browsers would refuse or drop those.
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

  /** Those of a person who has just shown who they are. */
  ofSignIn({ started, browserToken }: SignedIn): string[] {
    return [this.set('session', started.token), this.set('browser', browserToken)];
  }

  private fullName(name: CookieName): string {
    return this.secure ? `__Host-${name}` : name;
  }

  /** Lax, not Strict: the person comes from an app's site or a letter, and is still signed in (HTTP-07). */
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
