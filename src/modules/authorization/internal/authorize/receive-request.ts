import { Injectable } from '@nestjs/common';
import { invalidRequest } from '../../../../kernel/errors/oauth-error.js';
import { Environment } from '../../../../platform/config/environment.js';
import { StrictForm } from '../../../../platform/http/strict-form.js';
import type { Client } from '../../../clients/client.js';
import { ClientsService } from '../../../clients/clients.service.js';
import { knownParameters } from '../requests/request-parameters.js';
import { ReturnAddress } from '../requests/return-address.js';
import {
  isPushedRequestUri,
  StoredRequests,
  type StoredRequest,
} from '../requests/stored-requests.js';
import { checkStageOne } from './request-checks.js';

/** The client and its redirect URI, where the response goes. */
export interface Target {
  readonly client: Client;
  readonly address: ReturnAddress;
}

/** A request in a browser, after stage one: client and redirect URI are validated. */
export interface ReceivedRequest extends Target {
  readonly form: StrictForm;
  /** Null for a request directly from the client. */
  readonly stored: StoredRequest | null;
  /** The browser continues a stored request, after sign-in or account selection for it. */
  readonly isResumed: boolean;
}

const UNKNOWN =
  'This app is not known here. If it worked before, remove the connection in the app and add it again.';

const SUSPENDED =
  'This app is suspended: we have stopped it everywhere, and it can reach none of your data. Nothing is wrong with your account. Only its developer can have it restored.';

const GONE = 'This request was already answered or has run out. Start again from the app.';

/** Reads the request from the parameters, or the one stored before sign-in. All its errors are pages. */
@Injectable()
export class ReceiveRequest {
  constructor(
    private readonly clients: ClientsService,
    private readonly environment: Environment,
    private readonly requests: StoredRequests,
  ) {}

  /** @throws OAuthError to be shown on a page */
  async read(form: StrictForm): Promise<ReceivedRequest> {
    const uri = form.get('request_uri');
    if (isPushedRequestUri(uri)) return this.readPushed(form, uri);
    const known = knownParameters(form);
    return { ...(await this.prove(known)), form: known, stored: null, isResumed: false };
  }

  /** @throws OAuthError to be shown on a page */
  async resume(wireId: string): Promise<ReceivedRequest & { readonly stored: StoredRequest }> {
    const stored = await this.requests.find(wireId);
    if (!stored) throw invalidRequest(GONE);
    const form = StrictForm.parseLoosely(stored.parameters);
    return { ...(await this.prove(form)), form, stored, isResumed: true };
  }

  /** Stores the request unless it is stored. Returns its id. */
  store({ form, stored }: ReceivedRequest): Promise<string> {
    return this.requests.receive(form.toString(), stored);
  }

  /** Stage one. @throws OAuthError that must not be sent to the redirect URI */
  async prove(form: StrictForm): Promise<Target> {
    checkStageOne(form);
    const client = await this.requireClient(form.require('client_id'));
    const uri = form.get('redirect_uri');
    // Required by OpenID Connect (Core §3.1.2.1), though optional in OAuth.
    if (uri === undefined && asksForSignIn(form, client)) {
      throw invalidRequest('With the scope openid, redirect_uri is required.');
    }
    const { ISSUER_URL } = this.environment;
    const address = ReturnAddress.prove(client, uri, form.get('state'), ISSUER_URL);
    if (!address) {
      throw invalidRequest('The redirect_uri is not one that this app has registered.');
    }
    return { client, address };
  }

  private async requireClient(clientId: string): Promise<Client> {
    const client = await this.clients.resolve(clientId);
    if (client) return client;
    throw invalidRequest((await this.clients.isSuspended(clientId)) ? SUSPENDED : UNKNOWN);
  }

  private async readPushed(form: StrictForm, uri: string): Promise<ReceivedRequest> {
    // Every other query parameter is ignored (RFC 9126 §4, RFC 9101 §6.3).
    for (const name of ['client_id', 'request_uri']) {
      if (form.all(name).length > 1) throw invalidRequest(`The parameter ${name} is repeated.`);
    }
    const clientId = form.require('client_id');
    const stored = await this.requests.findPushed(uri);
    const pushed = StrictForm.parseLoosely(stored?.parameters ?? '');
    // A pushed request is usable only by the client that pushed it (RFC 9126 §2.2).
    if (!stored || pushed.get('client_id') !== clientId) throw invalidRequest(GONE);
    return { ...(await this.prove(pushed)), form: pushed, stored, isResumed: false };
  }
}

function asksForSignIn(form: StrictForm, { scope }: Client): boolean {
  const asked = form.get('scope')?.split(' ') ?? scope?.toArray() ?? [];
  return asked.includes('openid');
}
