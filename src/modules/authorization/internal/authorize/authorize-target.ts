import { Injectable } from '@nestjs/common';
import { invalidRequest } from '../../../../kernel/errors/oauth-error.js';
import { Environment } from '../../../../platform/config/environment.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { Client } from '../../../clients/client.js';
import { ClientsService } from '../../../clients/clients.service.js';
import { ReturnAddress } from './return-address.js';

/** Who asks, and where the answer may go. */
export interface AuthorizeTarget {
  readonly client: Client;
  readonly address: ReturnAddress;
}

/** `state` comes back in a URL: what could break out of one is refused before anything else (A13). */
const STATE = /^[\x20-\x7E]+$/;
const LONGEST_STATE = 2_048;

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
    checkUnambiguous(form);
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

function checkState(state: string): void {
  if (state.length > LONGEST_STATE) {
    throw invalidRequest(
      `The state is longer than ${String(LONGEST_STATE)} characters: keep what is in it in the app, and send a random value that leads there.`,
    );
  }
  if (!STATE.test(state)) {
    throw invalidRequest(
      'The state has characters that are not printable ASCII: encode it, as base64url for example.',
    );
  }
}

function checkUnambiguous(form: StrictForm): void {
  for (const name of ['client_id', 'redirect_uri', 'state', 'response_mode']) {
    if (form.all(name).length > 1) throw invalidRequest(`The parameter ${name} is repeated.`);
  }
  checkState(form.get('state') ?? 'none');
  if ((form.get('response_mode') ?? 'query') !== 'query') {
    throw invalidRequest('Only the response mode query is offered.');
  }
}
