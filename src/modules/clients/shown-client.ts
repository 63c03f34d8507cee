import { columnsOf } from '../../platform/database/entity-columns.js';
import { fromWireId } from '../../kernel/ids.js';
import { olderSecretOf } from './client-credential.js';
import { ClientEntity } from './internal/client.entity.js';
import { isMetadataUrl } from './internal/metadata-url.js';

/** The properties that authentication and the token endpoint need. */
const PROPERTIES = [
  'id',
  'metadataUri',
  'state',
  'applicationType',
  'tokenEndpointAuthMethod',
  'authMethodDefaulted',
  'authenticatedAt',
  'secretHash',
  'secretUsedAt',
  'olderSecretUsedAt',
  'jwks',
  'jwksUri',
  'grantTypes',
  'idTokenSignedResponseAlg',
  'dpopBoundAccessTokens',
  'identityVersion',
] as const satisfies readonly (keyof ClientEntity)[];

type Property = (typeof PROPERTIES)[number];

/** The stored client that a request names, not authenticated: for `ClientAuthentication.prove` only. */
export type ShownClient = Pick<ClientEntity, Property> & {
  /** The hash of the secret before, if that is still valid. */
  readonly olderSecret: Buffer | null;
};

/** The columns by which a `client_id` is found: `app_…` by one, the URL of a document byte for byte by the other. */
export interface ClientKey {
  readonly shownClientId: string | null;
  readonly shownMetadataUri: string | null;
}

/** Its types, for a shared statement. */
export const CLIENT_KEY = { shownClientId: 'uuid', shownMetadataUri: 'text' } as const;

/** Both null for a malformed `client_id`: no client has it. */
export const keyOfClientId = (clientId: string): ClientKey =>
  isMetadataUrl(clientId)
    ? { shownClientId: null, shownMetadataUri: clientId }
    : { shownClientId: fromWireId('app', clientId), shownMetadataUri: null };

const CLIENT = columnsOf(ClientEntity);

/**
 * SQL: one row, with the client that a request names under this alias, so that a statement reads it together with what
 * the request is about. The parameters are `ClientClaim.key`.
 */
export const fromShownClient = <const Alias extends string>(alias: Alias) =>
  `FROM (SELECT) AS request
  LEFT JOIN clients ${alias} ON ${alias}.id =
    coalesce(:shownClientId::uuid, client_of_document(:shownMetadataUri::text))` as const;

/** SQL: its columns, for `shownClientOf`. */
export const shownClientColumns = (alias: string): string =>
  [
    ...PROPERTIES.map((property) => `${alias}.${CLIENT.of(property).name} AS "client.${property}"`),
    `${olderSecretOf(alias)} AS "client.olderSecret"`,
  ].join(', ');

type ShownClientShape = {
  readonly [Name in Property as `client.${Name}`]: (typeof CLIENT.shape)[Name];
} & { readonly 'client.olderSecret': (typeof CLIENT.shape)['olderSecretHash'] };

export const SHOWN_CLIENT_SHAPE = {
  ...Object.fromEntries(
    PROPERTIES.map((property) => [`client.${property}`, CLIENT.shape[property]]),
  ),
  'client.olderSecret': CLIENT.shape.olderSecretHash,
} as unknown as ShownClientShape;

type ShownClientRow = {
  readonly [Name in keyof ShownClient as `client.${Name}`]: ShownClient[Name];
};

const COLUMNS = [...PROPERTIES, 'olderSecret' as const].map(
  (property) => [property, `client.${property}`] as const,
);

/** The client in a row with `shownClientColumns`; null if the request names none that exists. */
export function shownClientOf(row: ShownClientRow): ShownClient | null {
  if ((row['client.id'] as string | null) === null) return null;
  const client: Record<string, unknown> = {};
  for (const [property, column] of COLUMNS) client[property] = row[column];
  return client as unknown as ShownClient;
}
