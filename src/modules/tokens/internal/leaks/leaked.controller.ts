import { HttpCode, Post } from '@nestjs/common';
import { OAuthEndpoint } from '../../../../platform/http/surface.decorator.js';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { Form } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { ReportLeak } from './report-leak.js';

/** Revokes leaked secrets that anybody reports; no account or signature is needed. */
@OAuthEndpoint('oauth/leaked', 'oauth-backend')
export class LeakedController {
  constructor(private readonly leaks: ReportLeak) {}

  /** The same empty response in all cases, so that secrets cannot be tested here. */
  @Post()
  @HttpCode(200)
  @RateLimit('leaked')
  async report(@Form() form: StrictForm): Promise<Record<string, never>> {
    await this.leaks.report(form.require('token'));
    return {};
  }
}
