import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { DeveloperPortalModule } from '../developer-portal/developer-portal.module.js';
import { ReviewsModule } from '../reviews/reviews.module.js';
import { ReviewViews } from './internal/reviews/review-view.js';
import { ReviewsController } from './internal/reviews/reviews.controller.js';
import { StaffController } from './internal/staff.controller.js';

/** Pages for people of the operator: the review of apps, and their containment. */
@Module({
  imports: [AccountsModule, DeveloperPortalModule, ReviewsModule],
  controllers: [StaffController, ReviewsController],
  providers: [ReviewViews],
})
export class StaffModule {}
