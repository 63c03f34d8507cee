import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { GrantsService, type Revocation } from '../../grants/grants.service.js';

/** One click, one transaction: afterwards no token concerned works at any replica. */
@Injectable()
export class DisconnectApp {
  constructor(
    private readonly database: Database,
    private readonly grants: GrantsService,
  ) {}

  /** Doing it twice is not an error: the second time there is nothing left to end. */
  async execute(userId: string, grantId: string, projectId: string | undefined): Promise<void> {
    const revocation: Revocation = { reason: 'disconnected', actor: { kind: 'user', userId } };
    await this.database.transaction((tx) =>
      projectId === undefined
        ? this.grants.revoke(tx, grantId, revocation)
        : this.grants.revokeProject(tx, grantId, projectId, revocation),
    );
  }
}
