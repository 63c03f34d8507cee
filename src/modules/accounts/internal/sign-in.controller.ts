import { Get, Post, Req, UseFilters } from '@nestjs/common';
import type { Request } from 'express';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { PageForm } from '../../../platform/http/form-parameters.js';
import { redirect, type Outcome } from '../../../platform/pages/outcome.js';
import { queryOf } from '../../../platform/http/request-query.js';
import type { StrictForm } from '../../../platform/http/strict-form.js';
import type { BrowserSession } from '../browser-session.js';
import { BrowserSessions } from '../browser-sessions.service.js';
import { CurrentSession } from '../current-session.decorator.js';
import { Page } from '../dashboard-page.decorator.js';
import { SecretCookies } from './secret-cookies.js';
import { signInAttempt, SignInGate } from './sign-in-gate.js';
import { signInPage } from './sign-in.page.js';
import { SignInReturns, type SignInReturn } from './sign-in-returns.js';
import { SignInService, type SignedIn } from './sign-in.service.js';
import { StaleSignInFilter } from './stale-sign-in.filter.js';

const HOME = '/dashboard/connected-apps';

@Page('login')
export class SignInController {
  constructor(
    private readonly sessions: BrowserSessions,
    private readonly returns: SignInReturns,
    private readonly gate: SignInGate,
    private readonly signIn: SignInService,
    private readonly cookies: SecretCookies,
  ) {}

  @Get()
  @RateLimit('sign-in-page')
  async show(@Req() request: Request): Promise<Outcome> {
    const session = await this.sessions.find(request);
    const query = queryOf(request);
    const returnId = query.get('return');
    const goal = await this.returns.find(session, returnId);
    const again = isAskedAgain(goal, session);
    if (session?.user && !again) return redirect(goal?.path ?? HOME);
    const email = goal?.emailHint ?? undefined;
    const reset = query.get('reset') !== undefined;
    return signInPage({ returnId, email, again, reset });
  }

  @Post()
  @RateLimit('sign-in')
  @UseFilters(StaleSignInFilter)
  async submit(
    @CurrentSession() session: BrowserSession,
    @PageForm() form: StrictForm,
    @Req() request: Request,
  ): Promise<Outcome> {
    const [email, password] = [form.get('email') ?? '', form.get('password') ?? ''];
    const returnId = form.get('return');
    const goal = await this.returns.find(session, returnId);
    const who = signInAttempt(email, this.cookies.read(request, 'browser'), goal?.path);
    const verdict = await this.gate.pass(who, () => this.signIn.signIn(session, who, password));
    if (verdict.kind === 'passed') return this.goOn(verdict.value);
    if (verdict.kind === 'failed') return signInPage({ returnId, email, failed: true });
    return signInPage({ returnId, email, wait: verdict.seconds });
  }

  private goOn(signedIn: SignedIn): Outcome {
    const { signedInFor } = signedIn.started.session;
    return redirect(signedInFor ?? HOME, { cookies: this.cookies.ofSignIn(signedIn) });
  }
}

/** Signed in, but before the page required a new sign-in: only the password suffices. */
function isAskedAgain(goal: SignInReturn | null, session: BrowserSession | null): boolean {
  const authenticatedAt = session?.authenticatedAt ?? null;
  return goal?.fresh === true && authenticatedAt !== null && authenticatedAt <= goal.createdAt;
}
