import { Injectable } from '@nestjs/common';
import { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { Database } from '../../../../platform/database/database.js';
import type { ContentChanges } from '../../../reviews/app-content.js';
import type { Saved } from '../../../reviews/app-version.js';
import { AppVersions } from '../../../reviews/app-versions.service.js';
import { faultsOf, type Faults } from '../app-form/read-app-form.js';
import type { PortalApp } from '../portal-access.js';

/** Changes what an app says: at once, or in the draft of a reviewed app. */
@Injectable()
export class ChangeApp {
  constructor(
    private readonly database: Database,
    private readonly versions: AppVersions,
  ) {}

  /** @returns what was refused, by field. @throws ProblemError `conflict` while staff have the version */
  async execute(
    userId: string,
    { client }: PortalApp,
    changes: ContentChanges,
  ): Promise<Saved | { readonly faults: Faults }> {
    const actor = { kind: 'user', userId } as const;
    try {
      return await this.database.transaction((tx) =>
        this.versions.save(tx, client.id, changes, actor),
      );
    } catch (error) {
      if (error instanceof OAuthError) return { faults: faultsOf(error) };
      throw error;
    }
  }
}
