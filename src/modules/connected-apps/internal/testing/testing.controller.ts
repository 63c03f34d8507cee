import { Get, Param, Post, Query } from '@nestjs/common';
import { invalidRequest } from '../../../../kernel/errors/oauth-error.js';
import { notFound } from '../../../../kernel/errors/problem-error.js';
import { fromWireId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { TesterEndings } from '../../../grants/tester-endings.service.js';
import { AppTesters } from '../../../verification/app-testers.service.js';
import { TESTING_PATH, testingPage } from './testing.page.js';

/** Where a person accepts or declines to test an app, and stops testing it. */
@DashboardPage('dashboard/testing')
export class TestingController {
  constructor(
    private readonly database: Database,
    private readonly testers: AppTesters,
    private readonly endings: TesterEndings,
  ) {}

  @Get()
  async list(@CurrentUser() user: User, @Query('done') done: string | undefined): Promise<Outcome> {
    return testingPage({
      apps: await this.testers.listOfPerson(user.id),
      done: done !== undefined,
    });
  }

  @Post(':tester')
  async decide(
    @CurrentUser() user: User,
    @Param('tester') tester: string,
    @PageForm() form: StrictForm,
  ): Promise<Outcome> {
    const decision = form.get('decision');
    if (decision !== 'accept' && decision !== 'leave') {
      throw invalidRequest('Choose one of the buttons.');
    }
    const id = fromWireId('tst', tester);
    if (id === null || !(await this.store(decision, id, user.id))) throw notFound();
    return redirect(`${TESTING_PATH}?done=1`);
  }

  private store(decision: 'accept' | 'leave', id: string, userId: string): Promise<boolean> {
    return this.database.transaction((tx) =>
      decision === 'accept'
        ? this.testers.accept(tx, id, userId)
        : this.endings.leave(tx, id, userId),
    );
  }
}
