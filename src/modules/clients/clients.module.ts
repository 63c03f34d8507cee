import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClientAuthentication } from './client-authentication.js';
import { ClientsService } from './clients.service.js';
import { ClientEntity } from './internal/client.entity.js';
import { ClientsRepository } from './internal/clients.repository.js';
import { RegisterClient } from './internal/register-client.js';

/** Apps: registration, redirect URIs and client authentication. Metadata documents (CIMD) will live here too. */
@Module({
  imports: [TypeOrmModule.forFeature([ClientEntity])],
  providers: [ClientsRepository, RegisterClient, ClientsService, ClientAuthentication],
  exports: [ClientsService, ClientAuthentication],
})
export class ClientsModule {}
