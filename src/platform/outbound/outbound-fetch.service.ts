import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { readJsonObject, UnfitJson, type JsonObject } from '../../kernel/untrusted-json.js';
import { Environment } from '../config/environment.js';
import { cacheLifetime } from './cache-lifetime.js';
import { beforeDeadline } from './deadline.js';
import { findDestination } from './destination.js';
import { exchange } from './exchange.js';
import { FetchAllowance } from './fetch-allowance.js';
import { HostResolver } from './host-resolver.js';
import { OutboundError } from './outbound-error.js';
import { readBody } from './read-body.js';

export interface FetchLimits {
  /** Of the body, after inflating. */
  readonly maximumBytes: number;
  /** How often the host may be requested, over all replicas. */
  readonly perMinute: number;
  /** The app is in use, so its fetches have a limit apart from those of unknown URLs. */
  readonly inUse: boolean;
}

/** A JSON object of another server. Not validated yet. */
export interface FetchedDocument {
  readonly document: JsonObject;
  /** Seconds for which it may be cached, within a minute and a day. */
  readonly lifetime: number;
}

const JSON_TYPE = /^application\/(?:json|[\w.-]+\+json)\s*(?:;|$)/i;

const TEXT_TYPE = /^text\/plain\s*(?:;|$)/i;

/** Reads a response with status 200. */
type Reader<T> = (response: IncomingMessage) => Promise<T>;

/**
 * The only class that fetches documents from other servers. The URLs are untrusted, so: https on port 443, public addresses only
 * and the checked one is connected to, no redirects, no cookies, a deadline, a size, a number per host. Failures are
 * not cached.
 */
@Injectable()
export class OutboundFetch {
  private readonly running = new Map<string, Promise<FetchedDocument>>();
  private readonly ca: string | undefined;

  constructor(
    private readonly environment: Environment,
    private readonly resolver: HostResolver,
    private readonly allowance: FetchAllowance,
  ) {
    const { OUTBOUND_TEST_CA: file } = environment;
    this.ca = file === undefined ? undefined : readFileSync(file, 'utf8');
  }

  /**
   * Concurrent fetches of the same URL share one request; but not those of an app in use with those of an unknown URL,
   * whose limit may refuse it. @throws OutboundError
   */
  getJson(address: string, limits: FetchLimits): Promise<FetchedDocument> {
    const key = `${limits.inUse ? 'in use' : 'unknown'} ${address}`;
    const started = this.running.get(key);
    if (started) return started;
    const running = this.start(address, limits).finally(() => this.running.delete(key));
    this.running.set(key, running);
    return running;
  }

  /** A file as plain text. @throws OutboundError */
  getText(address: string, limits: FetchLimits): Promise<string> {
    return this.within(address, limits, async (response) => {
      checkType(response, TEXT_TYPE, 'plain text');
      return readBody(response, limits.maximumBytes);
    });
  }

  private start(address: string, limits: FetchLimits): Promise<FetchedDocument> {
    return this.within(address, limits, async (response) => {
      checkType(response, JSON_TYPE, 'JSON');
      const document = parse(await readBody(response, limits.maximumBytes), limits.maximumBytes);
      return { document, lifetime: cacheLifetime(response.headers) };
    });
  }

  private async within<T>(address: string, limits: FetchLimits, read: Reader<T>): Promise<T> {
    const url = URL.parse(address);
    if (!url) throw new OutboundError('unacceptable', 'this is no URL');
    return this.allowance.within({ url, ...limits }, () =>
      beforeDeadline((signal) => this.fetch(url, signal, read)),
    );
  }

  private async fetch<T>(url: URL, signal: AbortSignal, read: Reader<T>): Promise<T> {
    const destination = await findDestination(url, this.resolver, this.environment, signal);
    const userAgent = `connected-apps (+${this.environment.ISSUER_URL})`;
    const response = await exchange(destination, { userAgent, ca: this.ca, signal });
    try {
      checkAnswer(response);
      return await read(response);
    } finally {
      response.destroy();
    }
  }
}

/** Only 200 is accepted; a redirect would lead to an unchecked URL (CIMD §4). */
function checkAnswer({ statusCode: status = 0 }: IncomingMessage): void {
  if (status === 408 || status === 429 || status >= 500) {
    throw new OutboundError('unavailable', `the host answered ${String(status)}`);
  }
  if (status !== 200) {
    throw new OutboundError('unacceptable', `the host answered ${String(status)}`);
  }
}

function checkType({ headers }: IncomingMessage, type: RegExp, words: string): void {
  if (type.test(headers['content-type'] ?? '')) return;
  throw new OutboundError('unacceptable', `the answer is not ${words} by its content type`);
}

function parse(text: string, maximumBytes: number): JsonObject {
  try {
    return readJsonObject(text, maximumBytes);
  } catch (error) {
    if (!(error instanceof UnfitJson)) throw error;
    throw new OutboundError('unacceptable', `the body ${error.message}`);
  }
}
