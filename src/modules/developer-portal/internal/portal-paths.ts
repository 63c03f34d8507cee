import { toWireId } from '../../../kernel/ids.js';
import type { Client } from '../../clients/client.js';

export const DEVELOPERS_PATH = '/developers';
export const SANDBOX_PATH = `${DEVELOPERS_PATH}/sandbox`;

/** Where a person sees the apps that they are offered. */
export const TRANSFERS_PATH = `${DEVELOPERS_PATH}/transfers`;

export const REGISTER_PATH = `${DEVELOPERS_PATH}/new`;

/** The form of a new app. `organisationId`: UUID. */
export const newAppPath = (kind: string, organisationId: string): string =>
  `${REGISTER_PATH}?kind=${kind}&organisation=${toWireId('org', organisationId)}`;

/** Apps of organisations have ids of this server, so no escaping is needed. */
export const appPath = ({ clientId }: Pick<Client, 'clientId'>): string =>
  `${DEVELOPERS_PATH}/apps/${clientId}`;

export const settingsPath = (client: Pick<Client, 'clientId'>): string =>
  `${appPath(client)}/settings`;

export const logoPath = (client: Pick<Client, 'clientId'>): string => `${appPath(client)}/logo`;

export const ownershipPath = (client: Pick<Client, 'clientId'>): string =>
  `${appPath(client)}/ownership`;

export const secretsPath = (client: Pick<Client, 'clientId'>): string =>
  `${appPath(client)}/secrets`;

export const tryPath = (client: Pick<Client, 'clientId'>): string => `${appPath(client)}/try`;

export const tryRequestPath = (client: Pick<Client, 'clientId'>): string =>
  `${tryPath(client)}/request`;
