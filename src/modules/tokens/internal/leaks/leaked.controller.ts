import { HttpCode, Post } from '@nestjs/common';
import { OAuthEndpoint } from '../../../../platform/http/surface.decorator.js';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { Form } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { ReportLeak } from './report-leak.js';

/** Where anybody who finds one of our secrets can make it worthless; no account, no signature needed. */
@OAuthEndpoint('oauth/leaked', 'oauth-backend')
export class LeakedController {
  constructor(private readonly leaks: ReportLeak) {}

  /** The same empty answer whatever was sent, so that nobody can try out secrets here. */
  @Post()
  @HttpCode(200)
  @RateLimit('leaked')
  async report(@Form() form: StrictForm): Promise<Record<string, never>> {
    await this.leaks.report(form.require('token'));
    return {};
  }
}
