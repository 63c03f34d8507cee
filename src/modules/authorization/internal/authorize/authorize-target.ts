import { Injectable } from '@nestjs/common';
import { invalidRequest } from '../../../../kernel/errors/oauth-error.js';
import { Environment } from '../../../../platform/config/environment.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { Client } from '../../../clients/client.js';
import { ClientsService } from '../../../clients/clients.service.js';
import { checkStageOne } from './request-checks.js';
import { ReturnAddress } from './return-address.js';

/** Who asks, and where the answer may go. */
export interface AuthorizeTarget {
  readonly client: Client;
  readonly address: ReturnAddress;
}

/**
 * Stage one of the authorization request. Its faults show a page and never redirect, because nothing yet
 * says that the redirect URI is the app's (OAuth 2.1 §4.1.2.1).
 */
@Injectable()
export class AuthorizeTargets {
  constructor(
    private readonly clients: ClientsService,
    private readonly environment: Environment,
  ) {}

  /** @throws OAuthError to be shown on a page */
  async resolve(form: StrictForm): Promise<AuthorizeTarget> {
    checkStageOne(form);
    const client = await this.clients.resolve(form.require('client_id'));
    if (!client) {
      throw invalidRequest(
        'This app is not known here. If it worked before, remove the connection in the app and add it again.',
      );
    }
    checkRedirectUriOfSignIn(form, client);
    const { ISSUER_URL } = this.environment;
    const address = ReturnAddress.prove(
      client,
      form.get('redirect_uri'),
      form.get('state'),
      ISSUER_URL,
    );
    if (!address) {
      throw invalidRequest('The redirect_uri is not one that this app has registered.');
    }
    return { client, address };
  }
}

/** OpenID Connect does not let a client leave it out (Core §3.1.2.1), though OAuth does. */
function checkRedirectUriOfSignIn(form: StrictForm, { scope }: Client): void {
  const asked = form.get('scope')?.split(' ') ?? scope?.toArray() ?? [];
  if (form.get('redirect_uri') === undefined && asked.includes('openid')) {
    throw invalidRequest('With the scope openid, redirect_uri is required.');
  }
}
