import { Get, Post, Query } from '@nestjs/common';
import { notFound } from '../../../../kernel/errors/problem-error.js';
import { fromWireId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { SandboxProjects } from '../../../projects/sandbox-projects.service.js';
import { PortalAccess } from '../portal-access.js';
import { SANDBOX_PATH } from '../portal-paths.js';
import { sandboxPage } from './sandbox.page.js';

/** Sandbox projects of the organisations that a person develops for. */
@DashboardPage('developers/sandbox')
export class SandboxController {
  constructor(
    private readonly access: PortalAccess,
    private readonly sandboxes: SandboxProjects,
    private readonly database: Database,
  ) {}

  @Get()
  async show(@CurrentUser() user: User, @Query('made') made: string | undefined): Promise<Outcome> {
    const organisations = await this.access.organisationsOf(user.id);
    const projects = await this.sandboxes.list(organisations.map(({ id }) => id));
    return sandboxPage({ organisations, projects, made: made !== undefined });
  }

  @Post()
  async make(@CurrentUser() user: User, @PageForm() form: StrictForm): Promise<Outcome> {
    const wanted = fromWireId('org', form.get('organisation') ?? '');
    const organisations = await this.access.organisationsOf(user.id);
    const organisation = organisations.find(({ id }) => id === wanted);
    if (!organisation) throw notFound();
    await this.database.transaction((tx) => this.sandboxes.create(tx, organisation.id, user.id));
    return redirect(`${SANDBOX_PATH}?made=1`);
  }
}
