import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DATA_SOURCE_TOKEN_SCOPES } from '../../modules/data-source-tokens/data-source-token.js';
import type { ApiScope } from '../../modules/scopes-and-roles/scope-catalogue.js';
import { SurfaceCensus } from '../../platform/http/surface-census.js';
import { productRoutes, type ProductRoute } from './product-route.js';

/** Fails the start of the server if a route of the Product API does not declare its scopes. */
@Injectable()
export class RouteCensus implements OnModuleInit {
  constructor(private readonly census: SurfaceCensus) {}

  onModuleInit(): void {
    const faults = productRoutes(this.census.routes()).flatMap(faultsOf);
    if (faults.length > 0) throw new Error(`The Product API is not closed: ${faults.join('; ')}`);
  }
}

function faultsOf({ name, path, scopes, takesDataSourceTokens }: ProductRoute): string[] {
  const inProject = path.startsWith('/v1/project/:project');
  if (scopes === undefined) {
    return [`${name} declares no scope (@RequireScope below a project, @AnyScope at the root)`];
  }
  if (inProject && scopes.length === 0) return [`${name} has @AnyScope below a project`];
  if (!inProject && scopes.length > 0) return [`${name} has @RequireScope outside of a project`];
  return takesDataSourceTokens && !isNarrow(scopes)
    ? [`${name} has @TakesDataSourceTokens and needs more scopes than those have`]
    : [];
}

const isNarrow = (scopes: readonly ApiScope[]): boolean =>
  scopes.length > 0 && scopes.every((scope) => DATA_SOURCE_TOKEN_SCOPES.has(scope));
