import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { HttpAdapterHost } from '@nestjs/core';
import type { Environment } from '../../../../src/platform/config/environment.js';
import { OwnServer } from '../../../../src/platform/http/own-server.service.js';

const ENVIRONMENT = { ISSUER_URL: 'https://auth.example' } as Environment;

const ownServerOf = (server: Server): OwnServer =>
  new OwnServer(
    { httpAdapter: { getHttpServer: () => server } } as unknown as HttpAdapterHost,
    ENVIRONMENT,
  );

describe('the port of this server', () => {
  let server: Server;
  let answer: string;
  let asked: IncomingMessage | undefined;
  let body: string;

  const listen = async (host: string): Promise<void> => {
    server = createServer((request, response) => {
      asked = request;
      body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => response.writeHead(418).end(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
  };
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it.each(['127.0.0.1', '0.0.0.0', '::'])('is reached where it listens on %s', async (host) => {
    await listen(host);
    answer = '{"a":1}';
    const sent = {
      method: 'POST',
      path: '/oauth/token',
      headers: { a: 'b' },
      body: 'x=ñ',
    } as const;
    expect(await ownServerOf(server).send(sent)).toEqual({ status: 418, body: { a: 1 } });
    expect([asked?.method, asked?.url, body]).toEqual(['POST', '/oauth/token', 'x=ñ']);
    expect(asked?.headers).toMatchObject({ host: 'auth.example', a: 'b', 'content-length': '4' });
  });

  it('may answer without JSON', async () => {
    await listen('127.0.0.1');
    answer = '';
    const sent = { method: 'GET', path: '/v1/', headers: {} } as const;
    expect(await ownServerOf(server).send(sent)).toEqual({ status: 418, body: null });
  });

  it('may give too long an answer, which is not read', async () => {
    await listen('127.0.0.1');
    answer = 'x'.repeat(300 * 1_024);
    const sent = { method: 'GET', path: '/v1/', headers: {} } as const;
    await expect(ownServerOf(server).send(sent)).rejects.toMatchObject({
      message: 'No answer to GET /v1/.',
      cause: { message: expect.stringContaining('longer than') as string },
    });
  });
});
