import { Injectable } from '@nestjs/common';
import { OwnServer } from '../../../../platform/http/own-server.service.js';
import type { Client } from '../../../clients/client.js';
import {
  TrialTokens,
  type EndpointAnswer,
  type TrialParties,
} from '../../../tokens/trial-tokens.service.js';
import type { FirstCall } from './sent-request.js';

/** A person, and the app whose flow they try. */
export interface Tester extends TrialParties {
  readonly client: Client;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/**
 * What an app asks of this server, asked over HTTP. An app without a secret proves nothing, so its requests to the
 * token endpoint go there too. For others the portal, which has neither secret nor key, asks the service behind it.
 */
@Injectable()
export class TrialEndpoints {
  constructor(
    private readonly server: OwnServer,
    private readonly tokens: TrialTokens,
  ) {}

  /** `form`: without client authentication. */
  token(tester: Tester, form: string): Promise<EndpointAnswer> {
    return isPublic(tester)
      ? this.post('/oauth/token', tester, form)
      : this.tokens.token(form, tester);
  }

  revoke(tester: Tester, token: string): Promise<EndpointAnswer> {
    return isPublic(tester)
      ? this.post('/oauth/revoke', tester, new URLSearchParams({ token }).toString())
      : this.tokens.revoke(token, tester);
  }

  call({ headers, ...call }: FirstCall, accessToken: string): Promise<EndpointAnswer> {
    const authorization = `Bearer ${accessToken}`;
    return this.server.send({ ...call, headers: { ...headers, authorization } });
  }

  private post(path: `/${string}`, { client }: Tester, form: string): Promise<EndpointAnswer> {
    const body = `${form}&client_id=${client.clientId}`;
    return this.server.send({ method: 'POST', path, headers: FORM, body });
  }
}

const isPublic = ({ client }: Tester): boolean => client.tokenEndpointAuthMethod === 'none';
