import { Injectable } from '@nestjs/common';
import { readListing } from '../../../app-profiles/app-listing.js';
import { AppProfiles } from '../../../app-profiles/app-profiles.service.js';
import type { Client } from '../../../clients/client.js';
import { ProjectsService } from '../../../projects/projects.service.js';
import type { AppVerification } from '../../../verification/app-verification.js';

/** What the consent page tells about an app of the portal beside its metadata. Other apps have none of it. */
export interface AppPresentation {
  /** The organisation that develops the app; null for other tiers. */
  readonly developer: string | null;
  /** By scope: why the app needs it, in its own words. */
  readonly reasons: Readonly<Record<string, string>>;
  /** Of its page in the marketplace; null for apps that are not listed. */
  readonly slug: string | null;
}

const NONE: AppPresentation = { developer: null, reasons: {}, slug: null };

@Injectable()
export class AppPresentations {
  constructor(
    private readonly projects: ProjectsService,
    private readonly profiles: AppProfiles,
  ) {}

  async of(
    { id, origin, organisationId }: Client,
    { tier }: Pick<AppVerification, 'tier'>,
  ): Promise<AppPresentation> {
    if (origin !== 'portal') return NONE;
    const [profile, developer] = await Promise.all([
      this.profiles.of(id),
      tier === 'development' ? this.projects.organisationName(organisationId) : null,
    ]);
    const listing = tier === 'listed' ? readListing(profile.listing) : null;
    return { developer, reasons: profile.scopeReasons, slug: listing && listing.slug };
  }
}
