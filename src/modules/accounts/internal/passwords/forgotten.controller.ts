import { Get, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Environment } from '../../../../platform/config/environment.js';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { Page } from '../../dashboard-page.decorator.js';
import { AskForReset } from './ask-for-reset.js';
import { forgottenPage, sentPage } from './forgotten.page.js';

/** Asks for a reset link. The response is the same for every address (attack D6). */
@Page('password/forgotten')
export class ForgottenController {
  constructor(
    private readonly asking: AskForReset,
    private readonly environment: Environment,
  ) {}

  @Get()
  @RateLimit('sign-in-page')
  show(): Outcome {
    return forgottenPage();
  }

  @Post()
  @RateLimit('password-reset')
  async submit(@PageForm() form: StrictForm, @Req() request: Request): Promise<Outcome> {
    await this.asking.execute(form.get('email') ?? '', request);
    return redirect('/password/forgotten/sent');
  }

  @Get('sent')
  sent(): Outcome {
    return sentPage(this.environment.PASSWORD_RESET_MINUTES);
  }
}
