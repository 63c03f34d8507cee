import { Get, Param } from '@nestjs/common';
import { notFound } from '../../../kernel/errors/problem-error.js';
import { Environment } from '../../../platform/config/environment.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { redirect, type Outcome } from '../../../platform/pages/outcome.js';
import { PublicPage } from '../../../platform/pages/public-page.decorator.js';
import { isSlug } from '../../app-profiles/app-listing.js';
import { connectPage } from './connect.page.js';
import { ListedApps } from './listed-apps.js';
import { startAt } from './start-at.js';

/** Begins the flow at a listed app: OpenID Connect Core §4, initiated by a third party. */
@PublicPage('connect')
export class ConnectController {
  constructor(
    private readonly apps: ListedApps,
    private readonly environment: Environment,
  ) {}

  /** Nothing in the request decides where it leads: only what the app registered and staff approved. */
  @Get(':slug')
  @RateLimit('catalogue')
  async connect(@Param('slug') slug: string): Promise<Outcome> {
    const app = isSlug(slug) ? await this.apps.find(slug) : null;
    if (!app) throw notFound();
    const start = startAt(app, this.environment.ISSUER_URL);
    return start === null ? connectPage(app) : redirect(start);
  }
}
