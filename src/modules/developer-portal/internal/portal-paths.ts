import type { Client } from '../../clients/client.js';

export const DEVELOPERS_PATH = '/developers';

/** Apps of organisations have ids of this server, so no escaping is needed. */
export const appPath = ({ clientId }: Pick<Client, 'clientId'>): string =>
  `${DEVELOPERS_PATH}/apps/${clientId}`;
