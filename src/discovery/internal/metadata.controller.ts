import { Get, Header } from '@nestjs/common';
import { Environment } from '../../platform/config/environment.js';
import { Public } from '../../platform/http/public-endpoint.decorator.js';
import { authorizationServerMetadata } from './authorization-server-metadata.js';
import { productApiMetadata } from './protected-resource-metadata.js';

const FIVE_MINUTES = 'public, max-age=300';

/**
 * Metadata for clients, from configuration alone: the `Host` of a request changes nothing. The root protected
 * resource has no document, for the bare origin is no resource (RFC 9728 §3.3); the one of `/mcp` will join here.
 */
@Public('.well-known')
export class MetadataController {
  private readonly authorizationServer: string;
  private readonly productApi: string;

  constructor(environment: Environment) {
    this.authorizationServer = JSON.stringify(authorizationServerMetadata(environment));
    this.productApi = JSON.stringify(productApiMetadata(environment));
  }

  /** Both names say the same: a client that knows only OpenID Discovery misses nothing (DISC-03). */
  @Get(['oauth-authorization-server', 'openid-configuration'])
  @Header('Content-Type', 'application/json')
  @Header('Cache-Control', FIVE_MINUTES)
  describeAuthorizationServer(): string {
    return this.authorizationServer;
  }

  @Get('oauth-protected-resource/v1')
  @Header('Content-Type', 'application/json')
  @Header('Cache-Control', FIVE_MINUTES)
  describeProductApi(): string {
    return this.productApi;
  }
}
