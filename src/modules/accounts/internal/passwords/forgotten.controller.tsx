import { Get, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Environment } from '../../../../platform/config/environment.js';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { renderPage } from '../../../../platform/pages/render-page.js';
import { BrowserSessions } from '../../browser-sessions.service.js';
import { Page } from '../../dashboard-page.decorator.js';
import { AskForReset } from './ask-for-reset.js';
import { ForgottenPage, SentPage } from './forgotten.page.js';
import { passwordTexts as texts } from './password-texts.js';

/** For people who forgot their password. Whatever address they write, they see the same (attack D6). */
@Page('password/forgotten')
export class ForgottenController {
  constructor(
    private readonly sessions: BrowserSessions,
    private readonly asking: AskForReset,
    private readonly environment: Environment,
  ) {}

  @Get()
  @RateLimit('sign-in-page')
  async show(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { csrfToken } = await this.sessions.open(request, response);
    const body = <ForgottenPage csrfToken={csrfToken} />;
    renderPage(response, { title: texts.forgottenTitle, body, width: 'narrow' });
  }

  @Post()
  @RateLimit('password-reset')
  async submit(
    @PageForm() form: StrictForm,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.asking.execute(form.get('email') ?? '', request);
    response.redirect(303, '/password/forgotten/sent');
  }

  @Get('sent')
  sent(@Res() response: Response): void {
    const body = <SentPage minutes={this.environment.PASSWORD_RESET_MINUTES} />;
    renderPage(response, { title: texts.sentTitle, body, width: 'narrow' });
  }
}
