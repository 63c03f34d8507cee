import { toWireId } from '../../kernel/ids.js';

/** The `client_id` of an app on the wire: the URL of its document, else an id of this server. */
export const wireClientId = (client: {
  readonly id: string;
  readonly metadataUri: string | null;
}): string => client.metadataUri ?? toWireId('app', client.id);
