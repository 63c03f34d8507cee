import { Get } from '@nestjs/common';
import { redirect, type Outcome } from '../../../platform/pages/outcome.js';
import { Page } from '../dashboard-page.decorator.js';
import { landingPage } from './landing.page.js';

@Page('')
export class LandingController {
  @Get()
  show(): Outcome {
    return landingPage();
  }

  /** The dashboard starts with the list of connected apps. */
  @Get('dashboard')
  dashboard(): Outcome {
    return redirect('/dashboard/connected-apps');
  }
}
