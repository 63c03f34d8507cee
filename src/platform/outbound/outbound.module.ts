import { Global, Module } from '@nestjs/common';
import { FetchAllowance } from './fetch-allowance.js';
import { HostResolver } from './host-resolver.js';
import { OutboundFetch } from './outbound-fetch.service.js';

/** Fetching from hosts that strangers name. */
@Global()
@Module({
  providers: [FetchAllowance, HostResolver, OutboundFetch],
  exports: [OutboundFetch],
})
export class OutboundModule {}
