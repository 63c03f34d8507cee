import { Injectable } from '@nestjs/common';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import { Environment } from '../../../platform/config/environment.js';
import { SESSION_LIFE_SECONDS } from './browser-session.store.js';

/** 256 random bits in base64url. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * The cookie that holds a session's token. On https it is a `__Host-` cookie, which a subdomain cannot set
 * (attack D4); on a loopback issuer browsers would refuse or drop that one.
 */
@Injectable()
export class SessionCookie {
  private readonly secure: boolean;
  private readonly name: string;

  constructor(environment: Environment) {
    this.secure = environment.issuerIsSecure;
    this.name = this.secure ? '__Host-session' : 'session';
  }

  read(request: Request): string | null {
    const token = parseCookie(request.headers.cookie ?? '')[this.name];
    return token !== undefined && TOKEN.test(token) ? token : null;
  }

  write(response: Response, token: string): void {
    this.set(response, token, SESSION_LIFE_SECONDS);
  }

  clear(response: Response): void {
    this.set(response, '', 0);
  }

  /** Lax, not Strict: the person arrives at authorize from the app's site, and is still themselves (HTTP-07). */
  private set(response: Response, value: string, maxAge: number): void {
    const cookie = stringifySetCookie({
      name: this.name,
      value,
      maxAge,
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.secure,
    });
    response.append('Set-Cookie', cookie);
  }
}
