import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { BoundedExpressAdapter } from '../../../../src/platform/http/bounded-adapter.js';

/** The prototypes of a request and its response. */
const prototypesOf = (messages: readonly [IncomingMessage, ServerResponse]): unknown[] =>
  messages.map((message) => Object.getPrototypeOf(message) as unknown);

describe('a request and its response', () => {
  const app = express();
  let server: Server;
  beforeAll(async () => {
    const adapter = new BoundedExpressAdapter(app);
    adapter.initHttpServer();
    server = adapter.getHttpServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  it('have the prototypes that Express sets from the start, which keeps them fast', async () => {
    const seen: unknown[][] = [];
    server.prependOnceListener('request', (...messages) => seen.push(prototypesOf(messages)));
    app.get('/', (...[request, response]) => {
      seen.push(prototypesOf([request, response]));
      response.json({ isJson: request.accepts('json') });
    });
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${String(port)}/`);
    expect(await answer.json()).toEqual({ isJson: 'json' });
    const [before, after] = seen;
    expect(before?.map((prototype, i) => prototype === after?.[i])).toEqual([true, true]);
    expect(before?.map((prototype, i) => prototype === [app.request, app.response][i])).toEqual([
      true,
      true,
    ]);
  });
});
