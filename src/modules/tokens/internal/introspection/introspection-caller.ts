import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { invalidClient } from '../../../../kernel/errors/oauth-error.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import { ClientAuthentication } from '../../../clients/client-authentication.js';
import { ResourceServers } from '../../../clients/resource-servers.service.js';
import type { Access } from '../../verified-access.js';

/** The caller, by the tokens it may see. */
export interface IntrospectionCaller {
  maySeeAccessToken(access: Access): boolean;
  maySeeRefreshToken(access: Access): boolean;
}

/** Callers that may introspect: confidential apps and resource servers (RFC 7662 §2.1). */
@Injectable()
export class IntrospectionCallers {
  constructor(
    private readonly clients: ClientAuthentication,
    private readonly resourceServers: ResourceServers,
  ) {}

  /** @throws OAuthError `invalid_client` (401), also for a public client, which cannot authenticate */
  async authenticate(request: Request, form: StrictForm): Promise<IntrospectionCaller> {
    if (!bringsProof(request, form)) throw invalidClient('introspection without authentication');
    const server = await this.resourceServers.authenticate(request, form);
    if (server) return audienceOf(server.resource);
    const client = await this.clients.authenticate(request, form);
    if (client.tokenEndpointAuthMethod === 'none') throw invalidClient('a public client');
    return appOf(client.id);
  }
}

/** A client that registered no method may still act as public elsewhere, so the request is checked itself. */
const bringsProof = (request: Request, form: StrictForm): boolean =>
  request.headers.authorization !== undefined ||
  form.get('client_secret') !== undefined ||
  form.get('client_assertion') !== undefined;

/** A refresh token is shown to its own client only, to no resource server. */
const audienceOf = (resource: string): IntrospectionCaller => ({
  maySeeAccessToken: ({ audience }) => audience === resource,
  maySeeRefreshToken: () => false,
});

const appOf = (clientId: string): IntrospectionCaller => ({
  maySeeAccessToken: ({ client }) => client.id === clientId,
  maySeeRefreshToken: ({ client }) => client.id === clientId,
});
