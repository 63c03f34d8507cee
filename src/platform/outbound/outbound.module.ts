import { Global, Module } from '@nestjs/common';
import { FetchAllowance } from './fetch-allowance.js';
import { HostResolver } from './host-resolver.js';
import { OutboundFetch } from './outbound-fetch.service.js';
import { OutboundPost } from './outbound-post.service.js';
import { TextRecords } from './text-records.service.js';

/** Requests to hosts of untrusted URLs. */
@Global()
@Module({
  providers: [FetchAllowance, HostResolver, OutboundFetch, OutboundPost, TextRecords],
  exports: [OutboundFetch, OutboundPost, TextRecords],
})
export class OutboundModule {}
