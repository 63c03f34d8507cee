import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import type { Environment } from '../config/environment.js';
import type { HostResolver } from './host-resolver.js';
import { OutboundError } from './outbound-error.js';
import { isPublicAddress } from './public-address.js';

/** The checked addresses that a fetch connects to; the name is not resolved again. */
export interface Destination {
  readonly url: URL;
  readonly port: number;
  readonly addresses: readonly LookupAddress[];
}

const refused = (message: string): OutboundError => new OutboundError('unacceptable', message);

/**
 * Resolves the host once and refuses unless *every* address is public: an attacker's name may have a public and a
 * private one, and resolve otherwise the next time (attack C12).
 * @throws OutboundError
 */
export async function findDestination(
  url: URL,
  resolver: Pick<HostResolver, 'resolve'>,
  { outboundTestRoutes }: Pick<Environment, 'outboundTestRoutes'>,
  signal: AbortSignal,
): Promise<Destination> {
  const route = outboundTestRoutes.get(url.host);
  const fault = faultOfUrl(url) ?? (route ? null : faultOfPlace(url));
  if (fault !== null) throw refused(fault);
  if (route) return { url, port: route.port, addresses: [{ address: route.address, family: 4 }] };
  return { url, port: 443, addresses: await resolvePublic(bareHost(url), resolver, signal) };
}

/** Why this URL can never be fetched, whatever its name resolves to; null if it may be. No DNS query. */
export const findAddressFault = (url: URL): string | null => faultOfUrl(url) ?? faultOfPlace(url);

function faultOfUrl({ protocol, username, password }: URL): string | null {
  if (protocol !== 'https:') return 'only https is fetched';
  return username === '' && password === '' ? null : 'the URL has user information';
}

/** Special-use names: local, or never resolved (RFC 6761, RFC 6762, RFC 7686, and ICANN). */
const NEVER_PUBLIC = /(?:^|\.)(?:localhost|local|internal|invalid|onion)\.?$/;

function faultOfPlace(url: URL): string | null {
  if (url.port !== '') return 'only port 443 is fetched';
  const host = bareHost(url);
  const isPrivate = isIP(host) === 0 ? NEVER_PUBLIC.test(host) : !isPublicAddress(host);
  return isPrivate ? 'the host is not public' : null;
}

/** Without the brackets of an IPv6 address. */
const bareHost = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

async function resolvePublic(
  host: string,
  resolver: Pick<HostResolver, 'resolve'>,
  signal: AbortSignal,
): Promise<LookupAddress[]> {
  const addresses = await resolver.resolve(host, signal).catch((cause: unknown) => {
    throw new OutboundError('unavailable', 'the host does not resolve', { cause });
  });
  if (addresses.length === 0) throw new OutboundError('unavailable', 'the host has no address');
  if (!addresses.every(({ address }) => isPublicAddress(address))) {
    throw refused('the host has an address that is not public');
  }
  return addresses;
}
