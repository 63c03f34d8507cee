import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OAuthError } from '../../../../kernel/errors/oauth-error.js';
import { ProblemError } from '../../../../kernel/errors/problem-error.js';
import { Database } from '../../../../platform/database/database.js';
import { AppProfiles } from '../../../app-profiles/app-profiles.service.js';
import type { Client } from '../../../clients/client.js';
import { MOST_APPS, MOST_APPS_A_DAY, PortalAppCensus } from '../../../clients/portal-app-census.js';
import { PortalApps } from '../../../clients/portal-apps.service.js';
import { faultsOf, type Faults, type ReadAppForm } from '../app-form/read-app-form.js';
import { registerTexts as texts } from './register-texts.js';

export interface Registered {
  readonly client: Client;
  /** In clear, shown only now; null for an app without one. */
  readonly secret: string | null;
}

/** Registers an app of an organisation: its metadata and its profile, in one transaction. */
@Injectable()
export class RegisterApp {
  constructor(
    private readonly database: Database,
    private readonly census: PortalAppCensus,
    private readonly apps: PortalApps,
    private readonly profiles: AppProfiles,
  ) {}

  /** @returns what was refused, by field. @throws ProblemError `conflict` beyond the number of apps */
  async execute(
    userId: string,
    organisationId: string,
    form: ReadAppForm,
  ): Promise<Registered | { readonly faults: Faults }> {
    try {
      return await this.database.transaction((tx) => this.store(tx, userId, organisationId, form));
    } catch (error) {
      if (error instanceof OAuthError) return { faults: faultsOf(error) };
      throw error;
    }
  }

  private async store(
    tx: EntityManager,
    userId: string,
    organisationId: string,
    { metadata, profile }: ReadAppForm,
  ): Promise<Registered | { readonly faults: Faults }> {
    const { apps, today, names } = await this.census.count(tx, organisationId);
    if (today >= MOST_APPS_A_DAY) {
      throw new ProblemError('conflict', texts.tooManyToday(MOST_APPS_A_DAY));
    }
    if (apps >= MOST_APPS) throw new ProblemError('conflict', texts.tooMany(MOST_APPS));
    const actor = { kind: 'user', userId } as const;
    const { client, secret } = await this.apps.create(tx, organisationId, metadata, actor);
    // A reload of the answer sends the form again: it must not register a second app. The name is compared as stored.
    if (names.includes(client.name))
      throw new OAuthError('invalid_client_metadata', texts.nameTaken);
    await this.profiles.change(tx, client.id, profile, actor);
    return { client, secret };
  }
}
