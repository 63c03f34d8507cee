import type { PostmanCollection } from '../../../src/product-api/docs/postman-collection.js';
import { Matrix } from '../../support/guard-matrix/matrix.js';
import { runCollection, type PostmanAnswer } from '../../support/postman-run.js';
import { TestApp } from '../../support/test-app.js';
import { issueToken } from '../../support/test-token.js';

/** As it is imported: every answer is compared with the OpenAPI document, too. */
describe('the collection for Postman, run with a token and a project', () => {
  let server: TestApp;
  let answers: readonly PostmanAnswer[];

  beforeAll(async () => {
    server = await TestApp.start();
    const { text } = await server.http.get('/docs/postman.json').expect(200);
    const { app, project, projectOnTheWire } = await Matrix.stand(server);
    const { userId } = app;
    const { secret: token } = await issueToken(server, { userId, projectIds: [project.id] });
    // Own attributes of the project, which the example of a contact has.
    for (const uid of ['loyalty_tier', 'favourite_shop']) {
      await server.http
        .post(`/v1/project/${projectOnTheWire}/specs/attributes`)
        .set('Authorization', `Bearer ${token}`)
        .send({ uid, dataType: 'string' })
        .expect(201);
    }
    const collection = JSON.parse(text) as PostmanCollection;
    answers = await runCollection(collection, { token, project: projectOnTheWire });
  });
  afterAll(() => server.stop());

  /** Those that some answers have, which are not as they should be. */
  const others = (isExpected: (answer: PostmanAnswer) => boolean): string[] =>
    answers
      .filter((answer) => !isExpected(answer))
      .map(({ title, status, text }) => `${title} → ${status} ${text}`);

  it('calls every operation of the document', async () => {
    const { body } = await server.http.get('/openapi.json').expect(200);
    const { paths } = body as { paths: Record<string, object> };
    const called = answers.map(({ title }) => title.replace('{{baseUrl}}', '').replace(/\?.*/, ''));
    const documented = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const places = (path: string): string =>
      path.replace('{project}', '{{project}}').replaceAll(/\/\{(\w+)\}/g, '/:$1');
    expect(called.sort()).toEqual(documented.map(places).sort());
  });

  it('reads whatever needs no id', () => {
    const isRead = ({ title, status }: PostmanAnswer) =>
      !title.startsWith('GET ') || title.includes('/:') || status === 200;
    expect(others(isRead)).toEqual([]);
  });

  it('makes one of each by its example', () => {
    const made = answers.filter(({ status }) => status === 201).map(({ title }) => title);
    for (const name of ['automation', 'campaign', 'datasource', 'segment', 'webhook']) {
      expect(made).toContain(`POST {{baseUrl}}/v1/project/{{project}}/${name}`);
    }
  });

  it('is refused only since the ids of the examples are nobody’s, or the name is taken', () => {
    const isTold = ({ status, headers, text }: PostmanAnswer): boolean =>
      status < 300 ||
      (String(headers['content-type']).startsWith('application/problem+json') &&
        /"code":"(not_found|conflict)"/.test(text));
    expect(others(isTold)).toEqual([]);
  });
});
