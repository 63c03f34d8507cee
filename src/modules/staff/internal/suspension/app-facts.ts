import { Injectable } from '@nestjs/common';
import { notFound } from '../../../../kernel/errors/problem-error.js';
import { fromWireId } from '../../../../kernel/ids.js';
import { Database } from '../../../../platform/database/database.js';
import { column } from '../../../../platform/database/row-shape.js';
import { statement, type RowOf } from '../../../../platform/database/statement.js';
import {
  AppSuspensions,
  type PastSuspension,
  type Suspension,
} from '../../../clients/app-suspensions.service.js';
import type { ClientState } from '../../../clients/client-state.js';
import type { Client } from '../../../clients/client.js';
import { ClientsService } from '../../../clients/clients.service.js';
import type { AppVerification } from '../../../verification/app-verification.js';
import { AppVerifications } from '../../../verification/app-verifications.service.js';
import { DAYS, Incidents, type Affected } from '../../incidents.service.js';

const FIND_STATE = statement(
  'suspension.find-state',
  `SELECT c.state, o.name AS organisation FROM clients c LEFT JOIN organisations o ON o.id = c.organisation_id
   WHERE c.id = :clientId`,
  { state: column<ClientState>('text'), organisation: 'text?' },
);

const FIND_NAMES = statement(
  'suspension.find-staff',
  'SELECT id, name FROM users WHERE id = ANY (:ids::uuid[])',
  { id: 'uuid', name: 'text' },
);

/** What staff see of an app. */
export interface AppFacts {
  readonly client: Client;
  readonly state: ClientState;
  readonly organisation: string | null;
  readonly verification: AppVerification;
  readonly affected: Affected;
  readonly suspension: Suspension | null;
  readonly history: readonly PastSuspension[];
  /** Of the staff in the history, by their ids. */
  readonly staff: ReadonlyMap<string, string>;
}

@Injectable()
export class StaffApps {
  constructor(
    private readonly database: Database,
    private readonly clients: ClientsService,
    private readonly verifications: AppVerifications,
    private readonly suspensions: AppSuspensions,
    private readonly incidents: Incidents,
  ) {}

  /** In whatever state. @param wireId `app_…` @throws ProblemError `not_found` */
  async require(wireId: string): Promise<Client> {
    const id = fromWireId('app', wireId);
    const client = id === null ? null : await this.clients.find(id);
    if (!client) throw notFound();
    return client;
  }

  async factsOf(client: Client): Promise<AppFacts> {
    const clientId = client.id;
    const [verification, affected, suspension, history, [state]] = await Promise.all([
      this.verifications.verificationOf(client),
      this.incidents.count(clientId, DAYS.default),
      this.suspensions.find(clientId),
      this.suspensions.list(clientId),
      this.database.query(FIND_STATE, { clientId }),
    ]);
    if (!state) throw notFound();
    const staff = await this.namesOf(history);
    return { client, ...state, verification, affected, suspension, history, staff };
  }

  private async namesOf(history: readonly PastSuspension[]): Promise<Map<string, string>> {
    const ids = history.flatMap(({ suspendedBy }) => suspendedBy ?? []);
    const rows: RowOf<typeof FIND_NAMES>[] = await this.database.query(FIND_NAMES, { ids });
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}
