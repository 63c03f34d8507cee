import { Get, Param, Post, Query } from '@nestjs/common';
import { notFound } from '../../../../kernel/errors/problem-error.js';
import { fromWireId } from '../../../../kernel/ids.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import type { Tester } from '../../../verification/app-testers.service.js';
import { PortalAccess, type PortalApp } from '../portal-access.js';
import { NameTesters } from './name-testers.js';
import { removeTesterPage, testersPage, testersPath } from './testers.page.js';

/** The testers of an app, and its limits while it is not verified. */
@DashboardPage('developers/apps/:app/testers')
export class TestersController {
  constructor(
    private readonly access: PortalAccess,
    private readonly naming: NameTesters,
  ) {}

  @Get()
  async list(
    @CurrentUser() user: User,
    @Param('app') id: string,
    @Query('done') done: string | undefined,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, id);
    return testersPage({ ...(await this.naming.viewOf(app)), done: done !== undefined });
  }

  @Post()
  async invite(
    @CurrentUser() user: User,
    @Param('app') id: string,
    @PageForm() form: StrictForm,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, id);
    const fault = await this.naming.invite(app, form.get('email') ?? '', user.id);
    if (fault === null) return redirect(`${testersPath(app)}?done=1`);
    return testersPage(await this.naming.viewOf(app), { faults: { email: fault }, form });
  }

  @Get(':tester/remove')
  async ask(@CurrentUser() user: User, @Param() named: Named): Promise<Outcome> {
    const { app, tester } = await this.resolve(user, named);
    return removeTesterPage(app, tester);
  }

  @Post(':tester/remove')
  async remove(@CurrentUser() user: User, @Param() named: Named): Promise<Outcome> {
    const { app, tester } = await this.resolve(user, named);
    await this.naming.remove(app, tester.id, user.id);
    return redirect(`${testersPath(app)}?done=1`);
  }

  /** @throws ProblemError `not_found` for an app of others, or one who is no tester of it */
  private async resolve(
    user: User,
    named: Named,
  ): Promise<{ readonly app: PortalApp; readonly tester: Tester }> {
    const app = await this.access.requireApp(user.id, named.app);
    const id = fromWireId('tst', named.tester);
    const { testers } = await this.naming.viewOf(app);
    const tester = testers.find((each) => each.id === id);
    if (!tester) throw notFound();
    return { app, tester };
  }
}

interface Named {
  readonly app: string;
  readonly tester: string;
}
