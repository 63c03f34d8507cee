import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';

/** Of the first query to a name server; the second waits twice as long. The name servers are queried in turn. */
const QUERY = { timeout: 1_000, tries: 2 };
/** Milliseconds that the addresses of one family wait for those of the other (RFC 8305 §3 waits less). */
const OTHER_FAMILY_WITHIN = 500;

/**
 * Queries name servers for all addresses of a host. Not `getaddrinfo`: it blocks the few threads that verify signatures
 * and passwords, cannot be cancelled, and reads the hosts file. Tests override it.
 */
@Injectable()
export class HostResolver {
  /** @throws Error without a response, or if `signal` aborts */
  async resolve(host: string, signal: AbortSignal): Promise<LookupAddress[]> {
    const family = isIP(host);
    if (family !== 0) return [{ address: host, family }];
    const resolver = this.newResolver();
    const giveUp = (): void => resolver.cancel();
    signal.addEventListener('abort', giveUp);
    try {
      return await askFor(host, resolver);
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** The TXT records of a name. @throws Error without a response, or if `signal` aborts */
  async resolveTexts(name: string, signal: AbortSignal): Promise<string[]> {
    const resolver = this.newResolver();
    const giveUp = (): void => resolver.cancel();
    signal.addEventListener('abort', giveUp);
    try {
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(''));
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** One for each host, since cancelling ends every query of a resolver. */
  protected newResolver(): Resolver {
    return new Resolver(QUERY);
  }
}

/** Many hosts have addresses of one family only, and some name servers do not respond for the other. */
async function askFor(host: string, resolver: Resolver): Promise<LookupAddress[]> {
  let waiting: NodeJS.Timeout | undefined;
  const found = (family: number) => (addresses: string[]) => {
    waiting ??= setTimeout(() => resolver.cancel(), OTHER_FAMILY_WITHIN);
    return addresses.map((address) => ({ address, family }));
  };
  const answers = await Promise.allSettled([
    resolver.resolve4(host).then(found(4)),
    resolver.resolve6(host).then(found(6)),
  ]);
  clearTimeout(waiting);
  const addresses = answers.flatMap((answer) =>
    answer.status === 'fulfilled' ? answer.value : [],
  );
  const failed = answers.find((answer) => answer.status === 'rejected');
  if (addresses.length === 0 && failed) throw new Error('no address', { cause: failed.reason });
  return addresses;
}
