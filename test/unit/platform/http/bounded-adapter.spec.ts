import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { BoundedExpressAdapter } from '../../../../src/platform/http/bounded-adapter.js';
import { rawRequest } from '../../../support/raw-request.js';

/** The prototypes of a request and its response. */
const prototypesOf = (messages: readonly [IncomingMessage, ServerResponse]): unknown[] =>
  messages.map((message) => Object.getPrototypeOf(message) as unknown);

describe('a request and its response', () => {
  const app = express().set('etag', false);
  const adapter = new BoundedExpressAdapter(app);
  let server: Server;
  let origin: string;
  beforeAll(async () => {
    adapter.initHttpServer();
    server = adapter.getHttpServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterAll(() => server.close());

  it('have the prototypes that Express sets from the start, which keeps them fast', async () => {
    const seen: unknown[][] = [];
    server.prependOnceListener('request', (...messages) => seen.push(prototypesOf(messages)));
    app.get('/', (...[request, response]) => {
      seen.push(prototypesOf([request, response]));
      response.json({ isJson: request.accepts('json') });
    });
    const answer = await fetch(`${origin}/`);
    expect(await answer.json()).toEqual({ isJson: 'json' });
    const [before, after] = seen;
    expect(before?.map((prototype, i) => prototype === after?.[i])).toEqual([true, true]);
    expect(before?.map((prototype, i) => prototype === [app.request, app.response][i])).toEqual([
      true,
      true,
    ]);
  });

  it.each([
    [200, {}],
    [201, {}],
    [204, {}],
    [400, {}],
    [200, { 'if-none-match': '*' }],
  ])('are JSON as Express would send it, with %i and %j', async (status, headers) => {
    const value = { text: 'ü €', list: [1, null], nothing: undefined, at: new Date(0) };
    app.get(
      `/express/${String(status)}`,
      (_, response) => void response.status(status).json(value),
    );
    app.get(
      `/reply/${String(status)}`,
      (_, response) => void adapter.reply(response, value, status),
    );
    for (const method of ['GET', 'HEAD']) {
      const [expected, replied] = await Promise.all(
        ['express', 'reply'].map(async (name) => {
          const path = `/${name}/${String(status)}`;
          const { headers: found, ...rest } = await rawRequest(origin, method, path, headers);
          return [rest.status, { ...found, date: null }, rest.text];
        }),
      );
      expect(replied).toEqual(expected);
    }
  });
});
