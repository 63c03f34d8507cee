import { Get, Param, Post, Query } from '@nestjs/common';
import { PageForm } from '../../../../platform/http/form-parameters.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { redirect, type Outcome } from '../../../../platform/pages/outcome.js';
import { CurrentUser } from '../../../accounts/current-session.decorator.js';
import { DashboardPage } from '../../../accounts/dashboard-page.decorator.js';
import type { User } from '../../../accounts/users.service.js';
import { readListing, type AppListing } from '../../../app-profiles/app-listing.js';
import { AppProfiles } from '../../../app-profiles/app-profiles.service.js';
import { AppVersions } from '../../../reviews/app-versions.service.js';
import { PortalAccess, type PortalApp } from '../portal-access.js';
import { ChangeApp } from '../settings/change-app.js';
import { listingPage, listingPath } from './listing.page.js';
import { listingTexts as texts } from './listing-texts.js';
import { readListingForm, REPEATED_FIELDS } from './read-listing-form.js';

/** The page of an app in the marketplace, as its developers write it. */
@DashboardPage('developers/apps/:app/listing')
export class ListingController {
  constructor(
    private readonly access: PortalAccess,
    private readonly versions: AppVersions,
    private readonly profiles: AppProfiles,
    private readonly changing: ChangeApp,
  ) {}

  @Get()
  async show(
    @CurrentUser() user: User,
    @Param('app') id: string,
    @Query('done') done: string | undefined,
  ): Promise<Outcome> {
    return listingPage({ ...(await this.viewOf(await this.access.requireApp(user.id, id))), done });
  }

  @Post()
  async save(
    @CurrentUser() user: User,
    @Param('app') id: string,
    @PageForm(REPEATED_FIELDS) form: StrictForm,
  ): Promise<Outcome> {
    const app = await this.access.requireApp(user.id, id);
    const { listing, faults } = readListingForm(form, app.verification.verifiedDomain);
    const all = { ...faults, ...(await this.slugFault(app, listing)) };
    if (Object.keys(all).length > 0) {
      return listingPage(await this.viewOf(app), { faults: all, form });
    }
    const saved = await this.changing.execute(user.id, app, { listing: { ...listing } });
    if ('faults' in saved) throw new Error('A listing has no metadata that could be refused.');
    return redirect(`${listingPath(app)}?done=${saved.kind}`);
  }

  private async viewOf(app: PortalApp) {
    const { content, live } = await this.versions.editable(app.client.id);
    const listing = readListing(content.profile.listing);
    const waits = JSON.stringify(content.profile.listing) !== JSON.stringify(live.profile.listing);
    return { app, listing, waits };
  }

  /** Said beside the field. Two who take one at the same time are told by the index. */
  private async slugFault(app: PortalApp, { slug }: AppListing): Promise<Record<string, string>> {
    const taken = await this.profiles.isSlugTaken(slug, app.client.id);
    return taken ? { slug: texts.faults.taken } : {};
  }
}
