import { applyDecorators, Get, Header } from '@nestjs/common';
import { Environment } from '../../platform/config/environment.js';
import { FixedAnswer } from '../../platform/http/fixed-answers.js';
import { Public } from '../../platform/http/surface.decorator.js';
import { authorizationServerMetadata } from './authorization-server-metadata.js';
import { mcpMetadata, productApiMetadata, rootMetadata } from './protected-resource-metadata.js';

/** JSON that caches may keep for five minutes. */
const Document = (...paths: string[]): MethodDecorator =>
  applyDecorators(
    Get(paths),
    FixedAnswer(),
    Header('Content-Type', 'application/json'),
    Header('Cache-Control', 'public, max-age=300'),
  );

/** Metadata from configuration alone: the `Host` of a request has no effect. */
@Public('.well-known', 'metadata')
export class MetadataController {
  private readonly authorizationServer: string;
  private readonly productApi: string;
  private readonly mcp: string;
  private readonly root: string;

  constructor(environment: Environment) {
    this.authorizationServer = JSON.stringify(authorizationServerMetadata(environment));
    this.productApi = JSON.stringify(productApiMetadata(environment));
    this.mcp = JSON.stringify(mcpMetadata(environment));
    this.root = JSON.stringify(rootMetadata(environment));
  }

  /** Both paths have the same document, for clients that know only OpenID Discovery (DISC-03). */
  @Document('oauth-authorization-server', 'openid-configuration')
  describeAuthorizationServer(): string {
    return this.authorizationServer;
  }

  @Document('oauth-protected-resource/v1')
  describeProductApi(): string {
    return this.productApi;
  }

  /** Also with a trailing slash, for clients whose URL of `/mcp` has one (RFC 9728 §3.1). */
  @Document('oauth-protected-resource/mcp{/}')
  describeMcp(): string {
    return this.mcp;
  }

  @Document('oauth-protected-resource')
  describeRoot(): string {
    return this.root;
  }
}
