import { Get, Param, Post } from '@nestjs/common';
import { fromWireId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { AppLogos } from '../../../app-profiles/app-logos.service.js';
import { PortalApps } from '../../../clients/portal-apps.service.js';
import type { OrganisationView } from '../../../projects/projects.service.js';
import { AppVersions } from '../../../reviews/app-versions.service.js';
import { isFixed } from '../../../reviews/version-state.js';
import { PortalAccess, type PortalApp } from '../portal-access.js';
import { appPath, DEVELOPERS_PATH } from '../portal-paths.js';
import type { Faults } from '../app-form/read-app-form.js';
import { AppUses } from './app-use.js';
import { ownershipPage } from './ownership.page.js';
import { ownershipTexts as texts } from './ownership-texts.js';
import { TransferApp } from './transfer-app.js';

/** Where a developer transfers an app to another organisation, or deletes it. */
@DashboardPage('developers/apps/:app/ownership')
export class OwnershipController {
  constructor(
    private readonly access: PortalAccess,
    private readonly uses: AppUses,
    private readonly versions: AppVersions,
    private readonly apps: PortalApps,
    private readonly logos: AppLogos,
    private readonly transferring: TransferApp,
    private readonly database: Database,
  ) {}

  @Get()
  async show(@CurrentUser() user: User, @Param('app') clientId: string): Promise<Outcome> {
    return this.page(user, await this.access.requireApp(user.id, clientId));
  }

  @Post('transfer')
  async transfer(
    @CurrentUser() user: User,
    @Param('app') clientId: string,
    @PageForm() form: StrictForm,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, clientId);
    const id = fromWireId('org', form.get('organisation') ?? '');
    const to = (await this.others(user, app)).find((each) => each.id === id);
    const faults = faultsOf(form, app, to);
    if (!to || Object.keys(faults).length > 0) return this.page(user, app, faults, form);
    const { version } = await this.versions.editable(app.client.id);
    const refused = isFixed(version)
      ? texts.faults.fixed
      : await this.transferring.execute(user.id, app, to.id);
    if (refused !== null) return this.page(user, app, { organisation: refused }, form);
    return redirect(`${appPath(app.client)}?done=transferred`);
  }

  @Post('delete')
  async delete(
    @CurrentUser() user: User,
    @Param('app') clientId: string,
    @PageForm() form: StrictForm,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, clientId);
    if (form.get('delete_name') !== app.client.name) {
      return this.page(user, app, { delete_name: texts.faults.name }, form);
    }
    const deleted = await this.database.transaction(async (tx) => {
      await this.logos.forget(tx, app.client.id);
      return this.apps.delete(tx, app.client.id, { kind: 'user', userId: user.id });
    });
    if (!deleted) return this.page(user, app, { delete_name: texts.faults.suspended }, form);
    return redirect(`${DEVELOPERS_PATH}?done=deleted`);
  }

  private async others(user: User, { organisation }: PortalApp): Promise<OrganisationView[]> {
    const all = await this.access.organisationsOf(user.id);
    return all.filter(({ id }) => id !== organisation.id);
  }

  private async page(
    user: User,
    app: PortalApp,
    faults?: Faults,
    form?: StrictForm,
  ): Promise<Outcome> {
    const use = await this.uses.count(app.client.id, app.organisation.id);
    const others = await this.others(user, app);
    return ownershipPage({ app, use, others }, faults && form ? { faults, form } : {});
  }
}

const faultsOf = (form: StrictForm, { client }: PortalApp, to: object | undefined): Faults => ({
  ...(to ? {} : { organisation: texts.faults.organisation }),
  ...(form.get('transfer_name') === client.name ? {} : { transfer_name: texts.faults.name }),
});
