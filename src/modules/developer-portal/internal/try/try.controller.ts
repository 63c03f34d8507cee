import { Get, Param, Post } from '@nestjs/common';
import { Environment } from '../../../../platform/config/environment.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { PortalAccess, type PortalApp } from '../portal-access.js';
import { tryPath, tryRequestPath } from '../portal-paths.js';
import { FinishTrial, type Finished } from './finish-trial.js';
import { FlowTrials, type FlowTrial } from './flow-trials.js';
import { obstacleOf } from './obstacle.js';
import { readChoice } from './read-choice.js';
import { requestPage } from './request.page.js';
import { deniedPage, transcriptPage } from './transcript.page.js';
import { tryPage } from './try.page.js';
import { FAULT_TEXTS, tryTexts as texts } from './try-texts.js';

/** A developer walks the authorization flow with their own app. */
@DashboardPage('developers/apps/:app/try')
export class TryController {
  private readonly issuer: string;

  constructor(
    private readonly access: PortalAccess,
    private readonly trials: FlowTrials,
    private readonly finishing: FinishTrial,
    { ISSUER_URL }: Environment,
  ) {
    this.issuer = ISSUER_URL;
  }

  @Get()
  async choose(@CurrentUser() user: User, @Param('app') id: string): Promise<Outcome> {
    return tryPage({ app: await this.access.requireApp(user.id, id) });
  }

  @Post()
  async begin(
    @CurrentUser() user: User,
    @Param('app') id: string,
    @PageForm(['scope']) form: StrictForm,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, id);
    const { client } = app;
    if (obstacleOf(client) !== null) return redirect(tryPath(client));
    const read = readChoice(form, client, this.issuer);
    if ('faults' in read) return tryPage({ app }, { faults: read.faults, form });
    await this.trials.begin({ client, userId: user.id }, read.chosen);
    return redirect(tryRequestPath(client));
  }

  @Get('request')
  async show(@CurrentUser() user: User, @Param('app') id: string): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, id);
    const trial = await this.openTrial(app, user);
    return trial ? requestPage({ app, trial, issuer: this.issuer }) : redirect(tryPath(app.client));
  }

  @Post('request')
  async finish(
    @CurrentUser() user: User,
    @Param('app') id: string,
    @PageForm() form: StrictForm,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, id);
    const trial = await this.openTrial(app, user);
    if (!trial) return endedPage(app);
    const tester = { client: app.client, userId: user.id };
    const finished = await this.finishing.execute(tester, trial, form.get('address') ?? '');
    return this.present(app, trial, finished);
  }

  /** None while the flow cannot be walked. */
  private async openTrial({ client }: PortalApp, user: User): Promise<FlowTrial | null> {
    return obstacleOf(client) === null ? this.trials.find({ client, userId: user.id }) : null;
  }

  private present(app: PortalApp, trial: FlowTrial, finished: Finished): Outcome {
    const { issuer } = this;
    switch (finished.outcome) {
      case 'ended':
        return endedPage(app);
      case 'unanswered':
        return tryPage({ app, problem: texts.unanswered }, { status: 503 });
      case 'too_many':
        return requestPage(
          { app, trial, issuer },
          { faults: { address: texts.tooMany }, status: 429 },
        );
      case 'refused':
        return requestPage(
          { app, trial, issuer, checks: finished.checks },
          { faults: { address: FAULT_TEXTS[finished.fault] } },
        );
      case 'denied':
        return deniedPage({ app, ...finished });
      case 'walked':
        return transcriptPage({ app, asked: trial.scope, ...finished });
    }
  }
}

const endedPage = (app: PortalApp): Outcome =>
  tryPage({ app, problem: texts.ended }, { status: 400 });
