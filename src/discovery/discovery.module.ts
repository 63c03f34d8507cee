import { Module } from '@nestjs/common';

/** Metadata documents: RFC 8414 for the authorization server, RFC 9728 for each resource. */
@Module({})
export class MetadataModule {}
