import { Get, Param, Post, Query } from '@nestjs/common';
import { ProblemError } from '../../../../kernel/errors/problem-error.js';
import { fromWireId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import type { AuditActor } from '../../../audit/audit-event.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { StaffPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { AppContainment } from '../../app-containment.service.js';
import { StaffApps } from './app-facts.js';
import { appListPage } from './app-list.page.js';
import { pathOf, staffAppPage } from './app.page.js';
import { SEARCH_APPS } from './incident.statements.js';
import { suspensionTexts as texts } from './suspension-texts.js';

const LONGEST_SEARCH = 300;

/** Staff search apps, suspend and restore them. */
@StaffPage('staff/apps')
export class StaffAppsController {
  constructor(
    private readonly database: Database,
    private readonly apps: StaffApps,
    private readonly containment: AppContainment,
  ) {}

  @Get()
  async list(@Query('words') asked: string | undefined): Promise<Outcome> {
    const words = String(asked ?? '')
      .trim()
      .slice(0, LONGEST_SEARCH);
    const id = fromWireId('app', words);
    return appListPage(words, await this.database.query(SEARCH_APPS, { id, words }));
  }

  @Get(':app')
  async show(@Param('app') app: string, @Query('done') done: string | undefined): Promise<Outcome> {
    return staffAppPage(await this.apps.factsOf(await this.apps.require(app)), done);
  }

  @Post(':app/suspend')
  async suspend(
    @Param('app') app: string,
    @CurrentUser() user: User,
    @PageForm() form: StrictForm,
  ): Promise<Outcome> {
    const client = await this.apps.require(app);
    if ((form.get('name') ?? '').trim() !== client.name) {
      return this.refuse(app, form, { name: texts.wrongName });
    }
    const reason = form.get('reason') ?? '';
    try {
      await this.database.transaction((tx) =>
        this.containment.suspend(tx, client.id, reason, actorOf(user)),
      );
    } catch (error) {
      return this.refuse(app, form, { reason: faultIn(error) });
    }
    return redirect(`${pathOf({ client })}?done=suspended`);
  }

  @Post(':app/restore')
  async restore(
    @Param('app') app: string,
    @CurrentUser() user: User,
    @PageForm() form: StrictForm,
  ): Promise<Outcome> {
    const client = await this.apps.require(app);
    const step = form.get('step') ?? '';
    const done = Object.hasOwn(STEPS, step) ? STEPS[step] : undefined;
    if (done === undefined) throw new ProblemError('invalid_request', 'There is no such step.');
    await this.database.transaction(async (tx) => {
      const of = [tx, client.id, actorOf(user)] as const;
      if (step === 'begin') await this.containment.beginRestore(...of);
      else if (step === 'finish') await this.containment.finishRestore(...of);
      else await this.containment.requireConsent(...of);
    });
    return redirect(`${pathOf({ client })}?done=${done}`);
  }

  private async refuse(
    app: string,
    form: StrictForm,
    faults: Readonly<Record<string, string>>,
  ): Promise<Outcome> {
    const facts = await this.apps.factsOf(await this.apps.require(app));
    return staffAppPage(facts, undefined, { faults, form });
  }
}

/** Each step, and what is said when it is done. */
const STEPS: Readonly<Record<string, string>> = {
  begin: 'restoring',
  finish: 'restored',
  consent: 'consent',
};

const actorOf = ({ id }: User): AuditActor => ({ kind: 'user', userId: id });

/** The sentence of a refusal, to be shown beside the field; other errors are thrown again. */
function faultIn(error: unknown): string {
  if (error instanceof ProblemError) return error.message;
  throw error;
}
