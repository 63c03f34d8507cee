import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

const CERTIFICATE = 'test/fixtures/certificates/server.pem';
const KEY = 'test/fixtures/certificates/server-key.pem';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Web servers of third parties: one https server for every host in the certificate. */
export class DocumentHost {
  private readonly pages = new Map<string, Handler>();
  /** Requested URLs, in order. */
  readonly asked: string[] = [];
  readonly headers: IncomingMessage['headers'][] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<DocumentHost> {
    const server = createServer({ cert: readFileSync(CERTIFICATE), key: readFileSync(KEY) });
    const host = new DocumentHost(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      host.answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return host;
  }

  /** Environment variables that make a server under test connect here for these hosts. */
  variables(...hosts: string[]): Record<string, string> {
    const routes = hosts.map((host) => `${host}=127.0.0.1:${String(this.port)}`);
    return { OUTBOUND_TEST_ROUTES: routes.join(','), OUTBOUND_TEST_CA: CERTIFICATE };
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  handle(url: string, handler: Handler): void {
    this.pages.set(url, handler);
  }

  /** Responds with JSON until changed. */
  publish(url: string, document: unknown, headers: Record<string, string> = {}): void {
    this.handle(url, (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(document));
    });
  }

  /** Responds with this status and an empty body. */
  fail(url: string, status: number, headers: Record<string, string> = {}): void {
    this.handle(url, (_, response) => response.writeHead(status, headers).end());
  }

  timesAsked(url: string): number {
    return this.asked.filter((one) => one === url).length;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = `https://${request.headers.host ?? ''}${request.url ?? ''}`;
    this.asked.push(url);
    this.headers.push(request.headers);
    const handler = this.pages.get(url);
    if (handler) handler(request, response);
    else response.writeHead(404).end();
  }
}
