import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';

/** Asks for all addresses of a host, as the operating system knows them. A test puts its own in this place. */
@Injectable()
export class HostResolver {
  resolve(host: string): Promise<LookupAddress[]> {
    return lookup(host, { all: true, order: 'verbatim' });
  }
}
