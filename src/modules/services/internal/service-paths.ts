import { toWireId } from '../../../kernel/ids.js';
import type { Client } from '../../clients/client.js';

export const SERVICES_PATH = '/dashboard/services';

/** The form of one app. Portal apps have ids of ours, so there is nothing to escape. */
export const connectPath = ({ clientId }: Pick<Client, 'clientId'>): string =>
  `${SERVICES_PATH}/${clientId}`;

/** Where the question for one service, or one project of it, is asked. */
export const disconnectPath = (client: Pick<Client, 'clientId'>, projectId?: string): string =>
  `${connectPath(client)}/disconnect` +
  (projectId === undefined ? '' : `/${toWireId('prj', projectId)}`);
