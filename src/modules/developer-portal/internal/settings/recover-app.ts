import { Injectable } from '@nestjs/common';
import { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { Database } from '../../../../platform/database/database.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { AppSuspensions } from '../../../clients/app-suspensions.service.js';
import type { AppContent } from '../../../reviews/app-content.js';
import { SuspendedApps } from '../../../reviews/suspended-apps.service.js';
import { faultsOf, type Faults } from '../app-form/read-app-form.js';
import { readContacts } from '../app-form/read-contacts.js';
import { readKeys } from '../app-form/read-keys.js';
import type { PortalApp } from '../portal-access.js';
import { settingsTexts } from './settings-texts.js';

const FIELDS = ['jwks', 'jwks_uri', 'support_email', 'security_email'];

/** Of a form that has other fields, such as one that was opened before the suspension. */
export const OTHER_FIELDS = 'other';

export interface RecoveryView {
  readonly app: PortalApp;
  readonly content: AppContent;
  /** A secret or key of the time of the suspension would work, were the app restored. */
  readonly hasOldCredentials: boolean;
}

/** What a developer changes of a suspended app, so that staff can restore it. */
@Injectable()
export class RecoverApp {
  constructor(
    private readonly database: Database,
    private readonly apps: SuspendedApps,
    private readonly suspensions: AppSuspensions,
  ) {}

  /** @throws ProblemError `conflict` if it is not suspended any more */
  async viewOf(app: PortalApp): Promise<RecoveryView> {
    const { id } = app.client;
    const [content, suspension] = await Promise.all([
      this.apps.contentOf(id),
      this.suspensions.find(id),
    ]);
    return { app, content, hasOldCredentials: suspension?.hasOldCredentials !== false };
  }

  /** @returns what was refused, by field; null if it is stored. @throws as `viewOf` */
  async execute(userId: string, { client }: PortalApp, form: StrictForm): Promise<Faults | null> {
    if (form.without([...FIELDS, 'csrf_token']).toString() !== '') {
      return { [OTHER_FIELDS]: settingsTexts.suspended.refused };
    }
    const contacts = readContacts(form);
    const keys = readKeys(form, client.tokenEndpointAuthMethod);
    const faults = { ...keys.faults, ...contacts.faults };
    if (Object.keys(faults).length > 0) return faults;
    const actor = { kind: 'user', userId } as const;
    const changes = { keys: keys.metadata, contacts: contacts.emails };
    try {
      await this.database.transaction((tx) => this.apps.save(tx, client.id, changes, actor));
      return null;
    } catch (error) {
      if (error instanceof OAuthError) return faultsOf(error);
      throw error;
    }
  }
}
