import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import {
  ACCOUNT_SCOPES,
  isMcpScope,
  PROJECT_SCOPES,
} from '../modules/scopes-and-roles/scope-catalogue.js';
import { ProblemDocument } from './access/problem-document.js';
import { SECURITY_SCHEME } from './access/require-scope.decorator.js';

/** This page has scripts and styles of its own, unlike every other page here. */
const DOCS_POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data:`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

const INTRODUCTION = `What an app may do in the projects that a person connected it to. Ask for an access token \
by OAuth 2.1 and send it as \`Authorization: Bearer …\`, or as \`DPoP …\` with a proof if it is bound to a key \
(RFC 9449). What a token reaches is decided at every call: scopes granted, the person’s role now, the project’s plan \
and policy, and what the app is approved for. How to get a token, step by step: \`docs/connecting-an-app.md\`, beside \
the sources of this server.`;

/** The OpenAPI document of the Product API only. */
export function describeProductApi(app: INestApplication, issuer: string): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, configuration(issuer), {
    extraModels: [ProblemDocument],
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '').toLowerCase()}_${method}`,
  });
  const paths = Object.entries(document.paths)
    .map(([path, item]) => [path.replace('{/}', '/'), item] as const)
    .sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...document, paths: Object.fromEntries(paths) };
}

/** Serves it at `/openapi.json`, and as a page at `/docs`. */
export function serveOpenApi(app: NestExpressApplication, issuer: string): void {
  app.use('/docs', (_request: Request, response: Response, next: NextFunction) => {
    response.setHeader('Content-Security-Policy', DOCS_POLICY);
    next();
  });
  SwaggerModule.setup('docs', app, () => describeProductApi(app, issuer), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Product API',
  });
}

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
            scopes: sentencesOf({ ...PROJECT_SCOPES, ...ACCOUNT_SCOPES }),
          },
          // For services, which have no person and so no account scopes.
          clientCredentials: {
            tokenUrl: `${issuer}/oauth/token`,
            scopes: sentencesOf(PROJECT_SCOPES),
          },
        },
      },
      SECURITY_SCHEME,
    )
    .build();

const sentencesOf = (
  scopes: Readonly<Record<string, { readonly sentence: string }>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(scopes)
      .filter(([name]) => !isMcpScope(name))
      .map(([name, { sentence }]) => [name, sentence]),
  );
