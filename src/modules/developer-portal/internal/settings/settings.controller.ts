import { Get, Param, Post, Query } from '@nestjs/common';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { AppVersions } from '../../../reviews/app-versions.service.js';
import { kindOf } from '../app-form/app-kind.js';
import { readAppForm, REPEATED_FIELDS, type ReadAppForm } from '../app-form/read-app-form.js';
import { PortalAccess, type PortalApp } from '../portal-access.js';
import { settingsPath } from '../portal-paths.js';
import { secretPage } from '../secrets/secret.page.js';
import { ChangeApp } from './change-app.js';
import { RecoverApp } from './recover-app.js';
import { settingsPage } from './settings.page.js';
import { suspendedSettingsPage } from './suspended-settings.page.js';
import { settingsTexts as texts } from './settings-texts.js';

/** Where a developer edits an app. */
@DashboardPage('developers/apps/:app/settings')
export class SettingsController {
  constructor(
    private readonly access: PortalAccess,
    private readonly versions: AppVersions,
    private readonly changing: ChangeApp,
    private readonly recovering: RecoverApp,
  ) {}

  @Get()
  async show(
    @CurrentUser() user: User,
    @Param('app') clientId: string,
    @Query('done') done: string | undefined,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, clientId);
    if (app.client.isSuspended) {
      return suspendedSettingsPage({ ...(await this.recovering.viewOf(app)), done });
    }
    return settingsPage({ app, done, editable: await this.versions.editable(app.client.id) });
  }

  @Post()
  async save(
    @CurrentUser() user: User,
    @Param('app') clientId: string,
    @PageForm(REPEATED_FIELDS) form: StrictForm,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, clientId);
    return app.client.isSuspended ? this.recover(user, app, form) : this.change(user, app, form);
  }

  private async change(user: User, app: PortalApp, form: StrictForm): Promise<Outcome> {
    const { client } = app;
    const read = readAppForm(form, kindOf(client), client.tokenEndpointAuthMethod);
    const outcome = hasFaults(read)
      ? read
      : await this.changing.execute(user.id, app, changesOf(read));
    if ('faults' in outcome) {
      const editable = await this.versions.editable(client.id);
      return settingsPage({ app, editable }, { faults: outcome.faults, form });
    }
    if (outcome.secret !== null) {
      return secretPage(client, outcome.secret, {
        title: texts.secret(client.name),
        lead: texts.secretLead,
      });
    }
    return redirect(`${settingsPath(client)}?done=${outcome.kind === 'draft' ? 'draft' : 'saved'}`);
  }

  private async recover(user: User, app: PortalApp, form: StrictForm): Promise<Outcome> {
    const faults = await this.recovering.execute(user.id, app, form);
    return faults === null
      ? redirect(`${settingsPath(app.client)}?done=saved`)
      : suspendedSettingsPage(await this.recovering.viewOf(app), { faults, form });
  }
}

const hasFaults = ({ faults }: ReadAppForm): boolean => Object.keys(faults).length > 0;

/** The grant types of an app do not change; an app may have more of them than its kind. */
const changesOf = ({ metadata, profile }: ReadAppForm) => ({
  metadata: Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== 'grant_types')),
  profile,
});
