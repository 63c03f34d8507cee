import type { LookupAddress } from 'node:dns';
import type { Environment } from '../config/environment.js';
import type { HostResolver } from './host-resolver.js';
import { OutboundError } from './outbound-error.js';
import { isPublicAddress } from './public-address.js';

/** Where a fetch will connect to, checked; nothing is resolved again after this. */
export interface Destination {
  readonly url: URL;
  readonly port: number;
  readonly addresses: readonly LookupAddress[];
}

const refused = (message: string): OutboundError => new OutboundError('unacceptable', message);

/**
 * Resolves the host once and refuses unless *every* address is public: an attacker's name may have a good one and
 * a bad one, and say something else the next time (attack C12).
 * @throws OutboundError
 */
export async function findDestination(
  url: URL,
  resolver: HostResolver,
  { outboundTestRoutes }: Pick<Environment, 'outboundTestRoutes'>,
): Promise<Destination> {
  if (url.protocol !== 'https:') throw refused('only https is fetched');
  if (url.username !== '' || url.password !== '') throw refused('the URL has user information');
  const route = outboundTestRoutes.get(url.host);
  if (route) return { url, port: route.port, addresses: [{ address: route.address, family: 4 }] };
  if (url.port !== '') throw refused('only port 443 is fetched');
  return { url, port: 443, addresses: await resolvePublic(url.hostname, resolver) };
}

async function resolvePublic(hostname: string, resolver: HostResolver): Promise<LookupAddress[]> {
  const addresses = await resolver
    .resolve(hostname.replace(/^\[(.*)\]$/, '$1'))
    .catch((cause: unknown) => {
      throw new OutboundError('unavailable', 'the host does not resolve', { cause });
    });
  if (addresses.length === 0) throw new OutboundError('unavailable', 'the host has no address');
  if (!addresses.every(({ address }) => isPublicAddress(address))) {
    throw refused('the host has an address that is not public');
  }
  return addresses;
}
