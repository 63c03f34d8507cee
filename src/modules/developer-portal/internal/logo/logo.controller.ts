import { Get, Param, Post, Query } from '@nestjs/common';
import { TakesUpload, Upload } from '../../../../platform/http/upload.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { AppLogos } from '../../../app-profiles/app-logos.service.js';
import { AppVersions } from '../../../reviews/app-versions.service.js';
import { versionFaults } from '../../../reviews/version-faults.js';
import { isFixed } from '../../../reviews/version-state.js';
import { PortalAccess, type PortalApp } from '../portal-access.js';
import { logoPath } from '../portal-paths.js';
import { ChangeApp } from '../settings/change-app.js';
import { logoPage } from './logo.page.js';
import { logoTexts as texts } from './logo-texts.js';

/** Where a developer uploads the logo of an app. */
@DashboardPage('developers/apps/:app/logo')
export class LogoController {
  constructor(
    private readonly access: PortalAccess,
    private readonly versions: AppVersions,
    private readonly logos: AppLogos,
    private readonly changing: ChangeApp,
  ) {}

  @Get()
  async show(
    @CurrentUser() user: User,
    @Param('app') clientId: string,
    @Query('done') done: string | undefined,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, clientId);
    return logoPage({ app, done, editable: await this.versions.editable(app.client.id) });
  }

  @Post()
  @TakesUpload('logo')
  async upload(
    @CurrentUser() user: User,
    @Param('app') clientId: string,
    @Upload() file: Buffer | undefined,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, clientId);
    // What was submitted stays among the logos that are kept.
    const { version } = await this.versions.editable(app.client.id);
    if (isFixed(version)) return this.refuse(app, versionFaults.fixed);
    const made = file ? await this.logos.make(app.client.id, file) : 'missing';
    if (typeof made === 'string') return this.refuse(app, texts.faults[made]);
    return this.save(user, app, made.path);
  }

  @Post('remove')
  async remove(@CurrentUser() user: User, @Param('app') clientId: string): Promise<Outcome> {
    return this.save(user, await this.access.requireApp(user.id, clientId), undefined);
  }

  private async save(user: User, app: PortalApp, path: string | undefined): Promise<Outcome> {
    const saved = await this.changing.execute(user.id, app, { metadata: { logo_uri: path } });
    if ('faults' in saved) return this.refuse(app, Object.values(saved.faults).join(' '));
    const done = saved.kind === 'draft' ? 'draft' : 'saved';
    return redirect(`${logoPath(app.client)}?done=${done}`);
  }

  private async refuse(app: PortalApp, fault: string): Promise<Outcome> {
    const editable = await this.versions.editable(app.client.id);
    return logoPage({ app, editable }, { faults: { logo: fault } });
  }
}
