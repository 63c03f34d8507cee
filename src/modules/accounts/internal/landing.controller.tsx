import { Get, Redirect, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { renderPage } from '../../../platform/pages/render-page.js';
import { Page } from '../dashboard-page.decorator.js';
import { LandingPage } from './landing.page.js';
import { recallSession } from './request-session.js';
import { texts } from './texts.js';

@Page('')
export class LandingController {
  @Get()
  show(@Req() request: Request, @Res() response: Response): void {
    const signedIn = Boolean(recallSession(request)?.user);
    renderPage(response, { title: texts.landingTitle, body: <LandingPage signedIn={signedIn} /> });
  }

  @Get('dashboard')
  @Redirect('/dashboard/connected-apps', 303)
  dashboard(): void {
    // The dashboard has one room so far.
  }
}
