import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ReviewsModule } from '../reviews/reviews.module.js';
import { StaffController } from './internal/staff.controller.js';

/** Pages for people of the operator: the review of apps, and their containment. */
@Module({
  imports: [AccountsModule, ReviewsModule],
  controllers: [StaffController],
})
export class StaffModule {}
