import { readFileSync } from 'node:fs';
import type { OpenAPIObject } from '@nestjs/swagger';
import {
  ACCOUNT_SCOPE_NAMES,
  isMcpScope,
  APP_SCOPE_NAMES,
} from '../../src/modules/scopes-and-roles/scope-catalogue.js';
import { findProductRoutes, isForApps } from '../support/guard-matrix/find-routes.js';
import { SurfaceCensus } from '../../src/platform/http/surface-census.js';
import { returnsContacts } from '../../src/product-api/access/returns-contacts.decorator.js';
import { TestApp } from '../support/test-app.js';

interface Operation {
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly 'x-required-scopes': readonly string[];
  readonly responses: object;
  readonly parameters: readonly {
    readonly in: string;
    readonly schema: { examples?: unknown[] };
  }[];
  readonly operationId: string;
  readonly summary?: string;
}

const COMMITTED = readFileSync('openapi/product-api.json', 'utf8');

/** Every operation, by `GET /v1/project/{project}/segment`. */
const operationsOf = ({ paths }: OpenAPIObject): Map<string, Operation> =>
  new Map(
    Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item as Record<string, Operation>).map(
        ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
      ),
    ),
  );

/** The same name for a route that the census has. */
const documentedName = ({ method, path }: { method: string; path: string }): string =>
  `${method} ${path === '/v1' ? '/v1/' : path.replaceAll(/:(\w+)/g, '{$1}')}`;

describe('the OpenAPI document', () => {
  let server: TestApp;
  let served: string;
  let document: OpenAPIObject;

  beforeAll(async () => {
    server = await TestApp.start();
    served = (await server.http.get('/openapi.json').expect(200)).text;
    document = JSON.parse(served) as OpenAPIObject;
  });
  afterAll(() => server.stop());

  it('is the committed one (npm run openapi)', () => {
    const there = JSON.parse(served.replaceAll(server.origin, 'http://localhost:3000')) as object;
    expect(there).toEqual(JSON.parse(COMMITTED));
  });

  it('is what the committed collection for Postman is made of (npm run openapi)', async () => {
    const { text } = await server.http.get('/docs/postman.json').expect(200);
    const there = JSON.parse(text.replaceAll(server.origin, 'http://localhost:3000')) as object;
    const file = readFileSync('openapi/connected-apps.postman_collection.json', 'utf8');
    expect(there).toEqual(JSON.parse(file));
  });

  it('has an example of every place of a path (example-places.ts)', () => {
    for (const [name, { parameters }] of operationsOf(document)) {
      for (const { schema } of parameters.filter((each) => each.in === 'path')) {
        expect([name, schema.examples]).toEqual([name, [expect.anything()]]);
      }
    }
  });

  it('has every route of the Product API with its scopes, and no other path', () => {
    const operations = operationsOf(document);
    const routes = findProductRoutes();
    expect([...operations.keys()].sort()).toEqual(routes.map(documentedName).sort());
    for (const route of routes) {
      expect(operations.get(documentedName(route))).toMatchObject({
        security: [
          ...(isForApps(route) ? [{ oauth2: route.scopes }] : []),
          { apiToken: route.scopes },
          ...(route.takesDataSourceTokens ? [{ dataSourceToken: [] }] : []),
        ],
        'x-required-scopes': route.scopes,
        summary: expect.any(String),
      });
    }
  });

  it('documents what the guards answer, and names each operation once', () => {
    const operations = [...operationsOf(document).values()];
    for (const { responses, ...operation } of operations) {
      const guarded = operation['x-required-scopes'].length > 0 ? ['403', '404'] : [];
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '401', ...guarded]));
    }
    expect(new Set(operations.map((each) => each.operationId)).size).toBe(operations.length);
  });

  it('offers the scopes of the catalogue at our own endpoints', () => {
    const scheme = document.components?.securitySchemes?.oauth2;
    expect(scheme).toMatchObject({
      flows: {
        authorizationCode: {
          authorizationUrl: `${server.origin}/oauth/authorize`,
          tokenUrl: `${server.origin}/oauth/token`,
        },
        clientCredentials: { tokenUrl: `${server.origin}/oauth/token` },
      },
    });
    expect(JSON.stringify(scheme)).toContain('"segments:read":"see your segments');
    const { authorizationCode, clientCredentials } = (
      scheme as { flows: Record<'authorizationCode' | 'clientCredentials', { scopes: object }> }
    ).flows;
    const ofApi = APP_SCOPE_NAMES.filter((name) => !isMcpScope(name));
    const all = [...ofApi, ...ACCOUNT_SCOPE_NAMES];
    expect(Object.keys(authorizationCode.scopes).sort()).toEqual(all.sort());
    expect(Object.keys(clientCredentials.scopes).sort()).toEqual(ofApi.sort());
  });

  it('refers to nothing that it does not hold', () => {
    for (const [, name] of served.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(Object.keys(document.components?.schemas ?? {})).toContain(name);
    }
  });

  it('can be read by any page, and has a page whose policy is its own', async () => {
    const file = await server.http.get('/openapi.json').set('Origin', 'https://app.example');
    expect(file.headers['access-control-allow-origin']).toBe('*');
    expect(file.headers['content-security-policy']).not.toContain('script-src');
    const page = await server.http.get('/docs').expect(200);
    expect(page.headers['content-security-policy']).toContain(`script-src 'self';`);
    expect(page.headers['content-security-policy']).not.toContain('unsafe-eval');
    expect(page.text).not.toMatch(/<script>|<script[^>]*>[^<\s]/);
    const other = await server.http.get('/docsx');
    expect(other.headers['content-security-policy']).not.toContain('script-src');
  });

  it('shows contacts in the responses that are counted as such, and in no others', () => {
    const routes = server.app.get(SurfaceCensus, { strict: false }).routes();
    const counted = routes
      .filter(
        ({ surface, handler }) =>
          surface === 'product-api' && returnsContacts(handler) !== undefined,
      )
      .map(({ name }) => name);
    const showing = [...operationsOf(document).values()]
      .filter(({ responses }) =>
        JSON.stringify(responses).includes('"#/components/schemas/Contact"'),
      )
      .map(({ operationId }) => operationId);
    expect(showing.length).toBeGreaterThan(5);
    expect(counted).toHaveLength(showing.length);
  });
});
