import { Get, Param, Post, Query } from '@nestjs/common';
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
import type { Faults } from '../app-form/read-app-form.js';
import { PortalAccess, type PortalApp } from '../portal-access.js';
import { appPath, DEVELOPERS_PATH } from '../portal-paths.js';
import { ownershipTexts as texts } from './ownership-texts.js';
import { OwnershipView } from './ownership-view.js';
import { TransferApp } from './transfer-app.js';

/** Where a developer transfers an app to another organisation, or deletes it. */
@DashboardPage('developers/apps/:app/ownership')
export class OwnershipController {
  constructor(
    private readonly access: PortalAccess,
    private readonly view: OwnershipView,
    private readonly apps: PortalApps,
    private readonly logos: AppLogos,
    private readonly transferring: TransferApp,
    private readonly database: Database,
  ) {}

  @Get()
  async show(
    @CurrentUser() user: User,
    @Param('app') clientId: string,
    @Query('done') done: string | undefined,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, clientId);
    return this.view.pageOf(user.id, app, { done });
  }

  @Post('transfer')
  async transfer(
    @CurrentUser() user: User,
    @Param('app') clientId: string,
    @PageForm() form: StrictForm,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, clientId);
    const { client, organisation } = app;
    const id = fromWireId('org', form.get('organisation') ?? '');
    const to = (await this.view.othersOf(user.id, app)).find((each) => each.id === id);
    const faults = faultsOf(form, app, to);
    if (!to || Object.keys(faults).length > 0) {
      return this.view.pageOf(user.id, app, { faults, form });
    }
    const transfer = { clientId: client.id, from: organisation.id, to: to.id, userId: user.id };
    const refusal = await this.transferring.execute(transfer);
    if (refusal !== null) {
      const refused = { organisation: texts.refusals[refusal] };
      return this.view.pageOf(user.id, app, { faults: refused, form });
    }
    return redirect(`${appPath(client)}?done=transferred`);
  }

  @Post('delete')
  async delete(
    @CurrentUser() user: User,
    @Param('app') clientId: string,
    @PageForm() form: StrictForm,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, clientId);
    if (form.get('delete_name') !== app.client.name) {
      return this.view.pageOf(user.id, app, { faults: { delete_name: texts.faults.name }, form });
    }
    const deleted = await this.database.transaction(async (tx) => {
      const { id } = app.client;
      const gone = await this.apps.delete(tx, id, { kind: 'user', userId: user.id });
      if (gone) await this.logos.forget(tx, id);
      return gone;
    });
    if (!deleted) {
      const faults = { delete_name: texts.refusals.suspended };
      return this.view.pageOf(user.id, app, { faults, form });
    }
    return redirect(`${DEVELOPERS_PATH}?done=deleted`);
  }
}

const faultsOf = (form: StrictForm, { client }: PortalApp, to: object | undefined): Faults => ({
  ...(to ? {} : { organisation: texts.faults.organisation }),
  ...(form.get('transfer_name') === client.name ? {} : { transfer_name: texts.faults.name }),
});
