import type { INestApplication } from '@nestjs/common';
import * as swagger from '@nestjs/swagger';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import {
  ACCOUNT_SCOPES,
  APP_SCOPE_NAMES,
  isMcpScope,
  PROJECT_SCOPES,
} from '../modules/scopes-and-roles/scope-catalogue.js';
import { documentAll } from '../platform/http/documented.js';
import { ProblemDocument } from './access/problem-document.js';
import { API_TOKEN_SCHEME, OAUTH_SCHEME } from './access/require-scope.decorator.js';
import { DATA_SOURCE_TOKEN_SCHEME } from './access/takes-data-source-tokens.decorator.js';
import { describeProblems } from './describe-problems.js';
import { documentConventions } from './document-conventions.js';
import { toOpenApi31 } from './to-open-api-31.js';

const INTRODUCTION = `What an app may do in the projects that a person connected it to. Ask for an access token \
by OAuth 2.1 and send it as \`Authorization: Bearer …\`, or as \`DPoP …\` with a proof if it is bound to a key \
(RFC 9449). What a token reaches is decided at every call: scopes granted, the person’s role now, the project’s plan \
and policy, and what the app is approved for. How to get a token, step by step: \`docs/connecting-an-app.md\`, beside \
the sources of this server.`;

/** The OpenAPI document (3.1) of the Product API only. */
export function describeProductApi(app: INestApplication, issuer: string): OpenAPIObject {
  documentAll(swagger);
  const document = SwaggerModule.createDocument(app, configuration(issuer), {
    extraModels: [ProblemDocument],
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '').toLowerCase()}_${method}`,
  });
  documentConventions(document);
  describeProblems(document, issuer);
  const paths = Object.entries(document.paths)
    .map(([path, item]) => [path.replace('{/}', '/'), item] as const)
    .sort(([a], [b]) => a.localeCompare(b, 'en'));
  return toOpenApi31({ ...document, paths: Object.fromEntries(paths) });
}

/** Each scope with what it lets an app do. */
const OF_PROJECTS = Object.fromEntries(
  APP_SCOPE_NAMES.filter((name) => !isMcpScope(name)).map((name) => [
    name,
    PROJECT_SCOPES[name].sentence,
  ]),
);
const OF_PEOPLE = Object.fromEntries(
  Object.entries(ACCOUNT_SCOPES).map(([name, { sentence }]) => [name, sentence]),
);

const configuration = (issuer: string) =>
  new DocumentBuilder()
    .setTitle('Product API')
    .setDescription(INTRODUCTION)
    .setVersion('1')
    .addServer(issuer)
    .addOAuth2(
      {
        type: 'oauth2',
        flows: {
          authorizationCode: {
            authorizationUrl: `${issuer}/oauth/authorize`,
            tokenUrl: `${issuer}/oauth/token`,
            refreshUrl: `${issuer}/oauth/token`,
            scopes: { ...OF_PROJECTS, ...OF_PEOPLE },
          },
          // For services, which have no person and so no account scopes.
          clientCredentials: {
            tokenUrl: `${issuer}/oauth/token`,
            scopes: OF_PROJECTS,
          },
        },
      },
      OAUTH_SCHEME,
    )
    .addSecurity(API_TOKEN_SCHEME, {
      ...{ type: 'http', scheme: 'bearer', bearerFormat: 'isat_…' },
      description: 'An API token that a member made, with these scopes: `docs/api-tokens.md`.',
    })
    .addSecurity(DATA_SOURCE_TOKEN_SCHEME, {
      ...{ type: 'http', scheme: 'bearer', bearerFormat: 'isds_…' },
      description: 'A token of the data source: it reaches nothing else.',
    })
    .build();
