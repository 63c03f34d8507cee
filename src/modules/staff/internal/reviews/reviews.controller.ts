import { Get, Param, Post } from '@nestjs/common';
import { TakesManyBoxes } from '../../../../platform/http/form.guard.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { Database } from '../../../../platform/database/database.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { StaffPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { Reviews } from '../../../reviews/reviews.service.js';
import { readDecision, readRound } from './read-decision.js';
import { reviewPage } from './review.page.js';
import { ReviewViews } from './review-view.js';

/** Where staff take versions of apps, and decide on them. */
@StaffPage('staff/reviews/:version')
export class ReviewsController {
  constructor(
    private readonly views: ReviewViews,
    private readonly reviews: Reviews,
    private readonly database: Database,
  ) {}

  @Get()
  async show(@CurrentUser() user: User, @Param('version') wireId: string): Promise<Outcome> {
    return reviewPage(await this.views.of(wireId, user.id));
  }

  @Post('take')
  async take(@CurrentUser() user: User, @Param('version') wireId: string): Promise<Outcome> {
    const { id } = await this.reviews.get(wireId);
    await this.database.transaction((tx) => this.reviews.take(tx, id, user.id));
    return redirect(`/staff/reviews/${wireId}`);
  }

  @Post('release')
  async release(@CurrentUser() user: User, @Param('version') wireId: string): Promise<Outcome> {
    const { id } = await this.reviews.get(wireId);
    await this.database.transaction((tx) => this.reviews.release(tx, id, user.id));
    return redirect('/staff?done=released');
  }

  @Post('decide')
  @TakesManyBoxes()
  async decide(
    @CurrentUser() user: User,
    @Param('version') wireId: string,
    @PageForm(['scope']) form: StrictForm,
  ): Promise<Outcome> {
    const { id } = await this.reviews.get(wireId);
    const decision = readDecision(form);
    if ('faults' in decision) {
      const view = await this.views.of(wireId, user.id);
      return reviewPage(view, { faults: decision.faults, form });
    }
    const reviewer = { staffId: user.id, round: readRound(form) };
    await this.database.transaction((tx) => this.reviews.decide(tx, id, reviewer, decision));
    return redirect('/staff?done=decided');
  }
}
