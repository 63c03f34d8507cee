import { Module } from '@nestjs/common';
import { MetadataController } from './internal/metadata.controller.js';

/** Metadata for clients (RFC 8414, RFC 9728, OpenID Discovery). */
@Module({ controllers: [MetadataController] })
export class MetadataModule {}
