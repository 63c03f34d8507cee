import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { Environment } from '../config/environment.js';
import { beforeDeadline } from './deadline.js';
import { findDestination } from './destination.js';
import { exchange } from './exchange.js';
import { HostResolver } from './host-resolver.js';
import { InFlight } from './in-flight.js';
import { OutboundError } from './outbound-error.js';

/**
 * Sends messages to addresses that customers chose, which are as untrusted as those of `OutboundFetch`: https on port
 * 443, public addresses only and the checked one is connected to, no redirects, a deadline, a number under way for each
 * host. What a receiver answers is not read.
 */
@Injectable()
export class OutboundPost {
  private readonly inFlight = new InFlight();
  private readonly ca: string | undefined;

  constructor(
    private readonly environment: Environment,
    private readonly resolver: HostResolver,
  ) {
    const { OUTBOUND_TEST_CA: file } = environment;
    this.ca = file === undefined ? undefined : readFileSync(file, 'utf8');
  }

  /** @returns the status; null without an answer; `busy` if too many are under way to send anything */
  async send(
    address: string,
    body: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<number | null | 'busy'> {
    const url = URL.parse(address);
    if (!url) return null;
    try {
      this.inFlight.enter(url.hostname);
    } catch (error) {
      if (error instanceof OutboundError) return 'busy';
      throw error;
    }
    try {
      return await beforeDeadline((signal) => this.post(url, { body, headers }, signal));
    } catch (error) {
      if (error instanceof OutboundError) return null;
      throw error;
    } finally {
      this.inFlight.leave(url.hostname);
    }
  }

  private async post(
    url: URL,
    post: { readonly body: string; readonly headers: Readonly<Record<string, string>> },
    signal: AbortSignal,
  ): Promise<number> {
    const destination = await findDestination(url, this.resolver, this.environment, signal);
    const userAgent = `connected-apps (+${this.environment.ISSUER_URL})`;
    const response = await exchange(destination, { userAgent, ca: this.ca, signal, post });
    response.destroy();
    return response.statusCode ?? 0;
  }
}
