import type { Client } from '../clients/client.js';
import { knownHostOf } from '../clients/known-hosts.js';
import type { Tier } from './app-standing.js';

/** What the way an app came in says of it, as long as nobody has decided anything. */
export function tierByOrigin({ origin, clientId }: Pick<Client, 'origin' | 'clientId'>): Tier {
  if (origin === 'portal') return 'development';
  return origin === 'metadata_document' && knownHostOf(clientId)
    ? 'development'
    : 'self_registered';
}
