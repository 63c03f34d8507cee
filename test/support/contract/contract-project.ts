import { toWireId } from '../../../src/kernel/ids.js';
import { ApiCaller } from '../api-caller.js';
import { makeReadyToSend } from '../sending.js';
import type { TestApp } from '../test-app.js';
import { DocumentedClient } from './documented-client.js';

export const ANA = {
  ...{ _user_id: 'C1', _first_name: 'Ana', _last_name: 'Ruiz', _email: 'ana@example.test' },
  _phone_mobile: '600000101',
};
const BEA = { _user_id: 'C2', _first_name: 'Bea', _phone_mobile: '600000102' };

export const PURCHASE = {
  ...{ _user_id: 'C1', _event_id: 'E1', _event_type: 'purchase' },
  ...{ _event_date: '2026-01-02T03:04:05Z', _event_parameters: { amount: 12.5 } },
};

/** A project with data, and a program with a token for it. */
export interface ContractProject {
  readonly client: DocumentedClient;
  /** Routes that the public API does not have: there, people do this in the dashboard. */
  readonly dashboard: ApiCaller;
  readonly dataSource: string;
  /** The id of Ana. */
  readonly contact: string;
}

/** Fills a new project by documented calls, and what those cannot make by ours. */
export async function openContractProject(server: TestApp): Promise<ContractProject> {
  const dashboard = await ApiCaller.connect(server);
  const token = dashboard.authorization.replace('Bearer ', '');
  const project = toWireId('prj', dashboard.project.id);
  const client = new DocumentedClient(server.address, project, token);
  await makeReadyToSend(server.database, dashboard.project.id);
  await dashboard.post('/specs/attributes', { uid: 'tier', dataType: 'string' }).expect(201);
  await dashboard.post('/specs/events', { uid: 'purchase' }).expect(201);
  const amount = { parameter: 'amount', dataType: 'decimal' };
  await dashboard.post('/specs/events/purchase/parameters', amount).expect(201);
  const source = await client.post('/datasource', { name: 'Shop', audienceTags: ['shop'] });
  const dataSource = String(source.entity.id);
  await client.post(`/datasource/${dataSource}/stream/contacts`, [ANA, BEA]);
  await client.post(`/datasource/${dataSource}/stream/events`, [PURCHASE]);
  const ana = await client.get('/audience/user/C1');
  return { client, dashboard, dataSource, contact: String(ana.entity.id) };
}
