import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../../kernel/errors/problem-error.js';
import { Database } from '../../../platform/database/database.js';
import { GrantEndings } from '../../grants/grant-endings.service.js';
import { disconnectTexts } from './service-texts.js';
import { runs, runsAll, type ServiceView } from './service-view.js';
import { ServiceViews } from './service-views.js';

/** Ends a service, or its access in one project: after it no token concerned is valid on any replica. */
@Injectable()
export class DisconnectService {
  constructor(
    private readonly database: Database,
    private readonly views: ServiceViews,
    private readonly endings: GrantEndings,
  ) {}

  /** Idempotent. @throws ProblemError `forbidden` for projects that the person does not administer */
  async execute(userId: string, shown: ServiceView, projectId: string | undefined): Promise<void> {
    await this.database.transaction(async (tx) => {
      const view = await this.views.renew(tx, shown, userId);
      checkMayDisconnect(view, projectId);
      if (!view.connection) return;
      const { grantId } = view.connection;
      await this.endings.disconnect(tx, userId, { grantId, projectId });
    });
  }
}

/** @throws ProblemError `forbidden` */
export function checkMayDisconnect(view: ServiceView, projectId: string | undefined): void {
  const allowed = projectId === undefined ? runsAll(view) : runs(view, projectId);
  if (allowed) return;
  const sentence = projectId === undefined ? 'notAllYours' : 'notYours';
  throw new ProblemError('forbidden', disconnectTexts[sentence]);
}
