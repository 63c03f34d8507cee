import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { notFound } from '../../../kernel/errors/problem-error.js';
import { recallSession } from './request-session.js';

/** After `SignedInGuard`: for others than staff the page does not exist. The session was read in this request. */
@Injectable()
export class StaffGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const session = recallSession(context.switchToHttp().getRequest<Request>());
    if (session?.user?.isStaff !== true) throw notFound();
    return true;
  }
}
