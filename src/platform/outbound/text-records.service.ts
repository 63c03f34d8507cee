import { Injectable } from '@nestjs/common';
import { beforeDeadline } from './deadline.js';
import { HostResolver } from './host-resolver.js';
import { InFlight } from './in-flight.js';
import { OutboundError } from './outbound-error.js';

/** Answers of name servers that say that there is no such record. */
const NONE: readonly string[] = ['ENODATA', 'ENOTFOUND'];

/** Queries name servers for TXT records of names that strangers chose, so many at a time, with a deadline. */
@Injectable()
export class TextRecords {
  private readonly inFlight = new InFlight();

  constructor(private readonly resolver: HostResolver) {}

  /** Empty if the name has none. @throws OutboundError `unavailable` without an answer */
  async find(name: string): Promise<string[]> {
    this.inFlight.enter(name);
    try {
      return await beforeDeadline((signal) => this.resolver.resolveTexts(name, signal));
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } };
      if (error instanceof OutboundError && NONE.includes(cause?.code ?? '')) return [];
      throw error;
    } finally {
      this.inFlight.leave(name);
    }
  }
}
