import { toWireId } from '../../../kernel/ids.js';
import type { Client } from '../../clients/client.js';

export const SERVICES_PATH = '/dashboard/services';

/** Path of an app's form. Portal apps have ids of this server, so no escaping is needed. */
export const connectPath = ({ clientId }: Pick<Client, 'clientId'>): string =>
  `${SERVICES_PATH}/${clientId}`;

/** The confirmation page for one service, or one project of it. */
export const disconnectPath = (client: Pick<Client, 'clientId'>, projectId?: string): string =>
  `${connectPath(client)}/disconnect` +
  (projectId === undefined ? '' : `/${toWireId('prj', projectId)}`);
