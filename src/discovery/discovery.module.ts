import { Module } from '@nestjs/common';
import { MetadataController } from './internal/metadata.controller.js';

/** What clients can learn of this server by themselves (RFC 8414, RFC 9728, OpenID Discovery). */
@Module({ controllers: [MetadataController] })
export class MetadataModule {}
