import { Injectable } from '@nestjs/common';
import { invalidRequest } from '../../../../kernel/errors/oauth-error.js';
import { Environment } from '../../../../platform/config/environment.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { Client } from '../../../clients/client.js';
import { ReceiveRequest } from '../authorize/receive-request.js';
import { checkStageTwo } from '../authorize/request-checks.js';
import { knownParameters } from '../requests/request-parameters.js';
import { PUSHED_LIFE_SECONDS, StoredRequests } from '../requests/stored-requests.js';

/** RFC 9126 §2.2 */
export interface PushedAnswer {
  readonly request_uri: string;
  readonly expires_in: number;
}

/** Client authentication is not part of the request and is not stored (RFC 9126 §2.1). */
const CREDENTIALS = ['client_secret', 'client_assertion', 'client_assertion_type'];

/** Stores a request pushed by the client, after all checks of the authorization endpoint. */
@Injectable()
export class PushRequest {
  constructor(
    private readonly environment: Environment,
    private readonly receiving: ReceiveRequest,
    private readonly requests: StoredRequests,
  ) {}

  /** @throws OAuthError */
  async push(client: Client, pushed: StrictForm): Promise<PushedAnswer> {
    if (pushed.get('request_uri') !== undefined) {
      throw invalidRequest('A pushed request cannot refer to another one.');
    }
    const form = pushed.without(CREDENTIALS).with('client_id', client.clientId);
    const kept = knownParameters(form).toString();
    await this.receiving.prove(form);
    checkStageTwo({ form, client, isPushed: true, resources: this.environment.resources });
    const uri = await this.requests.push(kept);
    return { request_uri: uri, expires_in: PUSHED_LIFE_SECONDS };
  }
}
