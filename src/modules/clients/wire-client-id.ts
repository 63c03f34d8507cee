import { toWireId } from '../../kernel/ids.js';

/** The `client_id` by which apps know themselves: the URL of their document, else an id of ours. */
export const wireClientId = (client: {
  readonly id: string;
  readonly metadataUri: string | null;
}): string => client.metadataUri ?? toWireId('app', client.id);
