import { applyDecorators, SetMetadata } from '@nestjs/common';
import { isAppScope, type ApiScope } from '../../modules/scopes-and-roles/scope-catalogue.js';
import { documented } from '../../platform/http/documented.js';
import { problemCodesOf } from './problems.decorator.js';

/** Metadata of a route: the scopes it needs, all of them; empty for any valid token. */
export const REQUIRED_SCOPES = Symbol('required-scopes');

/** Names of the security schemes in the OpenAPI document. */
export const OAUTH_SCHEME = 'oauth2';
export const API_TOKEN_SCHEME = 'apiToken';

/** A route that needs a scope which no app can have is for API tokens only. */
const schemesFor = (scopes: readonly ApiScope[]): readonly string[] =>
  scopes.every(isAppScope) ? [OAUTH_SCHEME, API_TOKEN_SCHEME] : [API_TOKEN_SCHEME];

const declare = (scopes: readonly ApiScope[]): MethodDecorator =>
  applyDecorators(
    SetMetadata(REQUIRED_SCOPES, scopes),
    ...schemesFor(scopes).map((scheme) =>
      documented(({ ApiSecurity }) => ApiSecurity(scheme, [...scopes])),
    ),
    documented(({ ApiExtension }) => ApiExtension('x-required-scopes', [...scopes])),
    documented(
      ({ ApiExtension }) =>
        (controller: object, name: string | symbol, descriptor: PropertyDescriptor): void =>
          void ApiExtension('x-problem-codes', [...problemCodesOf(descriptor.value as object)])(
            controller,
            name,
            descriptor,
          ),
    ),
  );

/** The route works in one project and needs all of these scopes to be effective there. */
export const RequireScope = (...scopes: [ApiScope, ...ApiScope[]]): MethodDecorator =>
  declare(scopes);

/**
 * The route belongs to no project, and any valid token of this API may call it. An explicit declaration, as the census
 * requires one.
 */
export const AnyScope = (): MethodDecorator => declare([]);
