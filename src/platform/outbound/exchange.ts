import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Destination } from './destination.js';

/** How the request is sent: nothing that could identify a person, no cookies, no connection kept. */
export interface ExchangeOptions {
  readonly userAgent: string;
  /** Further authorities, in tests only. */
  readonly ca: string | undefined;
  /** Ends the connection wherever it stands. */
  readonly signal: AbortSignal;
}

/** One GET to the addresses that were checked, and to no other. @returns the answer, its body unread */
export function exchange(
  { url, port, addresses }: Destination,
  { userAgent, ca, signal }: ExchangeOptions,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      port,
      signal,
      agent: new Agent({ keepAlive: false, ...(ca === undefined ? {} : { ca }) }),
      lookup: answerWith(addresses),
      maxHeaderSize: 8_192,
      headers: {
        host: url.host,
        accept: 'application/json',
        'accept-encoding': 'gzip, deflate, br',
        'user-agent': userAgent,
      },
    });
    // `on`, not `once`: an error may come after the answer began, and needs a listener then, too.
    outgoing.once('response', resolve).on('error', reject).end();
  });
}

/** A resolver that knows one answer: a second look at the name could be told something else (rebinding). */
const answerWith =
  (addresses: Destination['addresses']): LookupFunction =>
  (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
