import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { invalidClient } from '../../../../kernel/errors/oauth-error.js';
import { fromWireId } from '../../../../kernel/ids.js';
import type { ShapedRow } from '../../../../platform/database/row-shape.js';
import type { StrictForm } from '../../../../platform/http/strict-form.js';
import type { AuthenticatedClient } from '../../../clients/authenticated-client.js';
import {
  ClientAuthentication,
  takesTime,
  type ClientClaim,
} from '../../../clients/client-authentication.js';
import {
  JOIN_SHOWN_SERVER,
  ResourceServers,
  SHOWN_SERVER_COLUMNS,
  SHOWN_SERVER_SHAPE,
} from '../../../clients/resource-servers.service.js';
import {
  CLIENT_KEY,
  fromShownClient,
  SHOWN_CLIENT_SHAPE,
  shownClientColumns,
  shownClientOf,
  type ClientKey,
} from '../../../clients/shown-client.js';
import type { Access } from '../../verified-access.js';

/** The caller, by the tokens it may see. */
export interface IntrospectionCaller {
  maySeeAccessToken(access: Access): boolean;
  maySeeRefreshToken(access: Access): boolean;
}

/** The caller that a request names, not authenticated. */
export interface CallerClaim extends Pick<ClientClaim, 'credentials'> {
  /** The values of `FROM_CALLER`. */
  readonly key: ClientKey & { readonly shownServerId: string | null };
}

/** Its types, for a shared statement. */
export const CALLER_KEY = { ...CLIENT_KEY, shownServerId: 'uuid' } as const;

/** SQL: one row with the client or resource server that a request names. */
export const FROM_CALLER = `${fromShownClient('q')} ${JOIN_SHOWN_SERVER}` as const;
export const CALLER_COLUMNS = `${shownClientColumns('q')}, ${SHOWN_SERVER_COLUMNS}`;
export const CALLER_SHAPE = { ...SHOWN_CLIENT_SHAPE, ...SHOWN_SERVER_SHAPE } as const;

/** Callers that may introspect: confidential apps and resource servers (RFC 7662 §2.1). */
@Injectable()
export class IntrospectionCallers {
  constructor(
    private readonly clients: ClientAuthentication,
    private readonly resourceServers: ResourceServers,
  ) {}

  /** @throws OAuthError `invalid_client` (401) if the request brings no proof, else as `ClientAuthentication.read` */
  read(request: Request, form: StrictForm): CallerClaim {
    if (!bringsProof(request, form)) throw invalidClient('introspection without authentication');
    const { credentials, key } = this.clients.read(request, form);
    return { credentials, key: { ...key, shownServerId: fromWireId('rsv', credentials.clientId) } };
  }

  /** @throws OAuthError `invalid_client` (401), also for a public client, which cannot authenticate */
  async prove(
    claim: CallerClaim,
    row: ShapedRow<typeof CALLER_SHAPE>,
  ): Promise<IntrospectionCaller> {
    if (claim.key.shownServerId !== null) {
      return audienceOf(this.resourceServers.prove(claim, row).resource);
    }
    return appOf(await this.clients.prove(claim, shownClientOf(row)));
  }

  /**
   * The same before the token is read, for a client whose verification may wait; null for any other.
   * @throws OAuthError like `prove`
   */
  async proveFirst(claim: CallerClaim): Promise<IntrospectionCaller | null> {
    return takesTime(claim) ? appOf(await this.clients.authenticate(claim)) : null;
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

function appOf({ id, tokenEndpointAuthMethod: method }: AuthenticatedClient): IntrospectionCaller {
  if (method === 'none') throw invalidClient('a public client');
  const maySee = ({ client }: Access): boolean => client.id === id;
  return { maySeeAccessToken: maySee, maySeeRefreshToken: maySee };
}
