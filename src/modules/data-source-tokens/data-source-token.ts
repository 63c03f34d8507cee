import { ScopeSet } from '../../kernel/scope-set.js';

/** All that a data source token can be used for, if the access that made it has that now. */
export const DATA_SOURCE_TOKEN_SCOPES = new ScopeSet([
  'contacts:ingest',
  'events:ingest',
  'datasources:read',
]);

/** The access that made a token: the grant of an app, or an API token. */
export interface TokenMaker {
  readonly kind: 'grant' | 'api_token';
  /** UUID. */
  readonly id: string;
}

/** What a data source token is for. */
export interface DataSourceTokenFacts {
  /** UUID. */
  readonly id: string;
  readonly projectId: string;
  readonly dataSourceId: string;
  readonly maker: TokenMaker;
}

/** A token in a list, without its secret, which nobody has. */
export interface ListedDataSourceToken {
  readonly id: string;
  readonly createdAt: Date;
  readonly maker: TokenMaker;
}
