import { hash, timingSafeEqual } from 'node:crypto';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { formOf } from '../../../platform/http/form-body.js';
import { needsOwnForm } from './state-changing.js';
import { recallSession } from './request-session.js';
import { StaleFormError } from './stale-form-error.js';

/** Refuses a form without the CSRF token of its own session (attacks D2, D5). */
@Injectable()
export class CsrfGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    if (!needsOwnForm(context, this.reflector)) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const expected = recallSession(request)?.csrfToken;
    const given = tokenOf(request);
    if (expected === undefined || given === undefined || !isSame(given, expected)) {
      throw new StaleFormError('csrf token');
    }
    return true;
  }
}

function tokenOf(request: Request): string | undefined {
  const tokens = formOf(request)?.all('csrf_token') ?? [];
  return tokens.length === 1 ? tokens[0] : undefined;
}

/** Compares hashes in constant time, as they have equal length. */
const isSame = (a: string, b: string): boolean =>
  timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
