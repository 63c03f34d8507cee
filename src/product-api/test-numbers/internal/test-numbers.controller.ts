import { Get, Param, Post, Query } from '@nestjs/common';
import { notFound } from '../../../kernel/errors/problem-error.js';
import { fromWireId } from '../../../kernel/ids.js';
import { CurrentUser } from '../../../modules/accounts/current-session.decorator.js';
import { DashboardPage } from '../../../modules/accounts/dashboard-page.decorator.js';
import type { User } from '../../../modules/accounts/users.service.js';
import { ProjectProfiles } from '../../../modules/projects/project-profiles.service.js';
import { ProjectsService, type ProjectView } from '../../../modules/projects/projects.service.js';
import { administers } from '../../../modules/projects/role.js';
import { PageForm } from '../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../platform/http/strict-form.js';
import { redirect, type Outcome } from '../../../platform/pages/outcome.js';
import { phoneNumberOf } from '../../audience/phone-number.js';
import { testNumbersTexts as texts } from './test-numbers-texts.js';
import { testNumbersPage, testNumbersPath } from './test-numbers.page.js';
import { TestNumbers } from './test-numbers.js';

const DONE = ['sent', 'done', 'wrong'] as const;

/** Where owners and admins confirm the phones to which apps under development may send. */
@DashboardPage('dashboard/projects/:project/test-numbers')
export class TestNumbersController {
  constructor(
    private readonly projects: ProjectsService,
    private readonly profiles: ProjectProfiles,
    private readonly numbers: TestNumbers,
  ) {}

  @Get()
  async show(
    @CurrentUser() user: User,
    @Param('project') id: string,
    @Query('done') told: string | undefined,
  ): Promise<Outcome> {
    const project = await this.requireProject(user, id);
    const numbers = await this.numbers.list(project.id);
    return testNumbersPage({ project, numbers, done: DONE.find((each) => each === told) });
  }

  @Post()
  async request(
    @CurrentUser() user: User,
    @Param('project') id: string,
    @PageForm() form: StrictForm,
  ): Promise<Outcome> {
    const project = await this.requireProject(user, id);
    const { defaultCountry } = await this.profiles.get(project.id);
    const phone = await phoneNumberOf(form.get('phone') ?? '', defaultCountry);
    const by = { projectId: project.id, userId: user.id };
    const fault = phone === null ? texts.faults.invalid : await this.numbers.request(by, phone);
    if (fault === null) return redirect(`${testNumbersPath(project.id)}?done=sent`);
    const numbers = await this.numbers.list(project.id);
    return testNumbersPage({ project, numbers }, { faults: { phone: fault }, form });
  }

  @Post(':number/confirm')
  async confirm(
    @CurrentUser() user: User,
    @Param() named: Named,
    @PageForm() form: StrictForm,
  ): Promise<Outcome> {
    const { project, id, by } = await this.require(user, named);
    const code = (form.get('code') ?? '').trim();
    const isRight = await this.numbers.confirm(by, id, code);
    return redirect(`${testNumbersPath(project.id)}?done=${isRight ? 'done' : 'wrong'}`);
  }

  @Post(':number/remove')
  async remove(@CurrentUser() user: User, @Param() named: Named): Promise<Outcome> {
    const { project, id, by } = await this.require(user, named);
    if (!(await this.numbers.remove(by, id))) throw notFound();
    return redirect(`${testNumbersPath(project.id)}?done=done`);
  }

  private async require(user: User, { project: wireId, number }: Named) {
    const project = await this.requireProject(user, wireId);
    const id = fromWireId('tno', number);
    if (id === null) throw notFound();
    return { project, id, by: { projectId: project.id, userId: user.id } };
  }

  /** @throws ProblemError `not_found` for a project that the person does not administer */
  private async requireProject(user: User, wireId: string): Promise<ProjectView> {
    const id = fromWireId('prj', wireId);
    const memberships = await this.projects.membershipsOf(user.id);
    const found = memberships.find(({ project }) => project.id === id);
    if (!found || !administers(found.role)) throw notFound();
    return found.project;
  }
}

interface Named {
  readonly project: string;
  readonly number: string;
}
