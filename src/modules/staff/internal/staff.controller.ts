import { Get, Query } from '@nestjs/common';
import type { Outcome } from '../../../platform/pages/outcome.js';
import { StaffPage } from '../../accounts/dashboard-page.decorator.js';
import { ReviewQueue } from '../../reviews/review-queue.service.js';
import { queuePage } from './reviews/queue.page.js';

/** The first page of staff: the versions that wait. */
@StaffPage('staff')
export class StaffController {
  constructor(private readonly queue: ReviewQueue) {}

  @Get()
  async show(@Query('done') done: string | undefined): Promise<Outcome> {
    return queuePage(await this.queue.list(), done);
  }
}
