import { Get, Param, Post, Query } from '@nestjs/common';
import { notFound } from '../../../../kernel/errors/problem-error.js';
import { fromWireId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { AppAnswers } from '../../../reviews/app-answers.service.js';
import { AppSubmissions } from '../../../reviews/app-submissions.service.js';
import { DomainProofs } from '../../../reviews/domain-proofs.service.js';
import { AppVersions } from '../../../reviews/app-versions.service.js';
import { hostsOfApp } from '../../../reviews/hosts-to-prove.js';
import { PortalAccess, type PortalApp } from '../portal-access.js';
import { appPath } from '../portal-paths.js';
import { readAnswers, readReason } from './read-verification-forms.js';
import { SubmitApp } from './submit-app.js';
import { verificationPage } from './verification.page.js';
import type { DoneName } from './verification-texts.js';
import { VerificationViews } from './verification-view.js';

/** Where developers prove domains, complete the checklist, and submit their app to the reviewers. */
@DashboardPage('developers/apps/:app/verification')
export class VerificationController {
  constructor(
    private readonly access: PortalAccess,
    private readonly views: VerificationViews,
    private readonly submitting: SubmitApp,
    private readonly submissions: AppSubmissions,
    private readonly versions: AppVersions,
    private readonly answers: AppAnswers,
    private readonly proofs: DomainProofs,
    private readonly database: Database,
  ) {}

  @Get()
  async show(
    @CurrentUser() user: User,
    @Param('app') wireId: string,
    @Query('done') done: string | undefined,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, wireId);
    return verificationPage(await this.views.of(app), done);
  }

  @Post('answers')
  async save(
    @CurrentUser() user: User,
    @Param('app') wireId: string,
    @PageForm() form: StrictForm,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, wireId);
    const { answers, faults } = readAnswers(form);
    if (Object.keys(faults).length > 0) {
      return verificationPage(await this.views.of(app), undefined, { faults, form });
    }
    const actor = actorOf(user);
    await this.database.transaction((tx) => this.answers.save(tx, app.client.id, answers, actor));
    return done(app, 'saved');
  }

  @Post('domains')
  async check(@CurrentUser() user: User, @Param('app') wireId: string): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, wireId);
    const editable = await this.versions.editable(app.client.id);
    await this.proofs.check(app.client, hostsOfApp(editable), actorOf(user));
    return done(app, 'checked');
  }

  @Post('submit')
  async submit(
    @CurrentUser() user: User,
    @Param('app') wireId: string,
    @PageForm() form: StrictForm,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, wireId);
    await this.submitting.submit(user.id, app, form.get('as') === 'listing');
    return done(app, 'submitted');
  }

  @Post('withdraw')
  async withdraw(@CurrentUser() user: User, @Param('app') wireId: string): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, wireId);
    const actor = actorOf(user);
    await this.database.transaction((tx) => this.submissions.withdraw(tx, app.client.id, actor));
    return done(app, 'withdrawn');
  }

  @Post('appeal')
  async appeal(
    @CurrentUser() user: User,
    @Param('app') wireId: string,
    @PageForm() form: StrictForm,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, wireId);
    const read = readReason(form);
    if ('faults' in read) {
      return verificationPage(await this.views.of(app), undefined, { faults: read.faults, form });
    }
    const versionId = fromWireId('rev', form.get('version') ?? '');
    if (versionId === null) throw notFound();
    const rejected = { clientId: app.client.id, versionId };
    const appeal = { actor: actorOf(user), reason: read.reason };
    await this.database.transaction((tx) => this.submissions.appeal(tx, rejected, appeal));
    return done(app, 'appealed');
  }

  @Post('confirm')
  async confirm(@CurrentUser() user: User, @Param('app') wireId: string): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, wireId);
    await this.submitting.confirm(user.id, app);
    return done(app, 'confirmed');
  }
}

const actorOf = ({ id }: User) => ({ kind: 'user', userId: id }) as const;

const done = ({ client }: PortalApp, what: DoneName): Outcome =>
  redirect(`${appPath(client)}/verification?done=${what}`);
