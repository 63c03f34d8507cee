import { Module } from '@nestjs/common';

/** Apps: registration, redirect URIs and client authentication. */
@Module({})
export class ClientsModule {}
