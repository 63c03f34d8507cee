import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Destination } from './destination.js';

/** Options of the request, which has no cookie and identifies no person; the connection is not kept. */
export interface ExchangeOptions {
  readonly userAgent: string;
  /** Additional CAs, in tests only. */
  readonly ca: string | undefined;
  /** Aborts the request at any stage. */
  readonly signal: AbortSignal;
  /** A body to send; without it the request is a GET. */
  readonly post?: { readonly body: string; readonly headers: Readonly<Record<string, string>> };
}

/** One request to the checked addresses. @returns the response, its body unread */
export function exchange(
  { url, port, addresses }: Destination,
  { userAgent, ca, signal, post }: ExchangeOptions,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      port,
      signal,
      method: post ? 'POST' : 'GET',
      agent: new Agent({ keepAlive: false, ...(ca === undefined ? {} : { ca }) }),
      lookup: answerWith(addresses),
      maxHeaderSize: 8_192,
      headers: {
        host: url.host,
        accept: 'application/json',
        'accept-encoding': 'gzip, deflate, br',
        'user-agent': userAgent,
        ...(post ? { ...post.headers, 'content-length': Buffer.byteLength(post.body) } : {}),
      },
    });
    // `on`, not `once`: an error may come after the response began, and needs a listener then, too.
    outgoing.once('response', resolve).on('error', reject).end(post?.body);
  });
}

/** A resolver with one fixed answer: a second DNS query could return another address (DNS rebinding). */
const answerWith =
  (addresses: Destination['addresses']): LookupFunction =>
  (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
