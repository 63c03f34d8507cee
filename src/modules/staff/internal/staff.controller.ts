import { Get } from '@nestjs/common';
import type { Outcome } from '../../../platform/pages/outcome.js';
import { StaffPage } from '../../accounts/dashboard-page.decorator.js';
import { staffPage } from './staff.page.js';

/** The first page of staff. */
@StaffPage('staff')
export class StaffController {
  @Get()
  show(): Outcome {
    return staffPage();
  }
}
