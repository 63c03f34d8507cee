import { Delete, Get, Head, HttpCode, Param, Put, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { fromWireId } from '../../../../kernel/ids.js';
import { Environment } from '../../../../platform/config/environment.js';
import { requireBearerToken } from '../../../../platform/http/shown-token.js';
import { OAuthEndpoint } from '../../../../platform/http/surface.decorator.js';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { MetadataBody, MetadataGuard } from '../registration/json-object.js';
import type { MetadataDocument } from '../registration/metadata-members.js';
import { managedResponse } from '../registration/registration-response.js';
import { RegistrationManagement, type ManagementKey } from './registration-management.service.js';
import { RegistrationTokens } from '../registration/registration-tokens.js';

/** The client configuration endpoint (RFC 7592 §2), for self-registered clients only. */
@OAuthEndpoint('oauth/register/:client')
export class ManageRegistrationController {
  constructor(
    private readonly management: RegistrationManagement,
    private readonly tokens: RegistrationTokens,
    private readonly environment: Environment,
  ) {}

  /** A HEAD response has no body for the next token, so the token must not rotate; Express would run GET's handler. */
  @Head()
  @RateLimit('manage-registration')
  async check(@Param('client') client: string, @Req() request: Request): Promise<void> {
    const { clientId, token } = keyOf(client, request);
    await this.tokens.check(clientId, token);
  }

  @Get()
  @RateLimit('manage-registration')
  async read(@Param('client') client: string, @Req() request: Request): Promise<object> {
    const managed = await this.management.read(keyOf(client, request));
    return managedResponse(managed, this.environment.ISSUER_URL);
  }

  @Put()
  @RateLimit('manage-registration')
  @UseGuards(MetadataGuard)
  async replace(
    @Param('client') client: string,
    @Req() request: Request,
    @MetadataBody() document: MetadataDocument,
  ): Promise<object> {
    const managed = await this.management.replace(keyOf(client, request), document);
    return managedResponse(managed, this.environment.ISSUER_URL);
  }

  @Delete()
  @HttpCode(204)
  @RateLimit('manage-registration')
  async remove(@Param('client') client: string, @Req() request: Request): Promise<void> {
    await this.management.remove(keyOf(client, request));
  }
}

const keyOf = (client: string, request: Request): ManagementKey => ({
  token: requireBearerToken(request),
  clientId: fromWireId('app', client),
});
