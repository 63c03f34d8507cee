import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A message as the adapter sends it. */
export interface BulkItem {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly clientId: string;
  readonly allowUnicode: boolean;
}

/** What the next requests are answered with. */
type Behaviour = 'accept' | 'hang up' | number;

/**
 * Instasent's Transactional API on loopback, as its documentation has it: an array of messages, and `{entities, errors}`.
 * It refuses messages to numbers that end with 3, and keeps all others, once for each time it is given them.
 */
export class InstasentServer {
  behaviour: Behaviour = 'accept';
  readonly authorizations: (string | undefined)[] = [];
  readonly taken: BulkItem[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<InstasentServer> {
    const server = createServer();
    const instasent = new InstasentServer(server);
    server.on('request', (request, response) => {
      void instasent.answer(request).then((answer) => {
        if (answer === null) {
          request.socket.destroy();
          return;
        }
        response.writeHead(answer.status, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(answer.body));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return instasent;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body: object } | null> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.authorizations.push(request.headers.authorization);
    if (request.method !== 'POST' || request.url !== '/transactional/v1/sms/bulk') {
      return { status: 404, body: {} };
    }
    if (typeof this.behaviour === 'number') return { status: this.behaviour, body: {} };
    const items = JSON.parse(Buffer.concat(chunks).toString()) as BulkItem[];
    const accepted = items.filter(({ to }) => !to.endsWith('3'));
    this.taken.push(...accepted);
    if (this.behaviour === 'hang up') return null;
    return {
      status: 201,
      body: {
        entities: accepted.map((item, index) => ({ ...item, id: `remote-${String(index)}` })),
        errors: items.filter(({ to }) => to.endsWith('3')).map(() => ({ to: ['is blocked'] })),
      },
    };
  }
}
