import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from './eventually.js';

/** A third-party web server on this computer: a native app's loopback listener, or an attacker's site. */
export class LoopbackListener {
  /** Requested URLs, in order. */
  readonly requests: URL[] = [];

  private constructor(private readonly server: Server) {}

  /** Responds "Thank you" to every request by default. */
  static async start(answer: RequestListener = thank): Promise<LoopbackListener> {
    const server = createServer();
    const listener = new LoopbackListener(server);
    server.on('request', (request, response) => {
      listener.requests.push(new URL(request.url ?? '/', listener.origin));
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return listener;
  }

  /** Redirects every request to `location`. */
  static startRedirecting(location: string): Promise<LoopbackListener> {
    return LoopbackListener.start((_request, response) =>
      response.writeHead(302, { location }).end(),
    );
  }

  /** Responds with the same HTML to every request. */
  static startShowing(html: () => string): Promise<LoopbackListener> {
    return LoopbackListener.start((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end(html()),
    );
  }

  get origin(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  /** The same server under a host that is same-site with the server under test, but another origin. */
  get neighbour(): string {
    return `http://localhost:${String(this.port)}`;
  }

  get isOpen(): boolean {
    return this.server.listening;
  }

  /** The first request for `path`. @throws if the listener is stopped before */
  firstRequest(path: string): Promise<URL> {
    return eventually(() => {
      if (!this.isOpen) throw new Error(`No request for ${path}.`);
      return this.requests.find(({ pathname }) => pathname === path);
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private get port(): number {
    return (this.server.address() as AddressInfo).port;
  }
}

const thank: RequestListener = (_request, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Thank you</h1>');
