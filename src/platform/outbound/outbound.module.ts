import { Global, Module } from '@nestjs/common';
import { FetchAllowance } from './fetch-allowance.js';
import { HostResolver } from './host-resolver.js';
import { OutboundFetch } from './outbound-fetch.service.js';

/** Fetches from hosts of untrusted URLs. */
@Global()
@Module({
  providers: [FetchAllowance, HostResolver, OutboundFetch],
  exports: [OutboundFetch],
})
export class OutboundModule {}
