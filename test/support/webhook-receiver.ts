import { createHmac } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { DocumentHost } from './document-host.js';

/** A request that arrived. */
export interface Received {
  readonly body: { readonly type: string; readonly data: Readonly<Record<string, unknown>> };
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const URL_OF_HOST = 'https://hooks.app.test/incoming?key=k';

/** A receiver of webhooks: an https server of this process. */
export class WebhookReceiver {
  readonly url = URL_OF_HOST;
  readonly received: Received[] = [];
  /** What it answers; null never answers. */
  status: number | null = 200;
  headers: Record<string, string> = {};

  private constructor(private readonly host: DocumentHost) {}

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver(await DocumentHost.start());
    receiver.host.handle(URL_OF_HOST, (request, response) => {
      void text(request).then((body) => {
        const parsed = JSON.parse(body) as Received['body'];
        receiver.received.push({ body: parsed, text: body, headers: request.headers });
        if (receiver.status !== null) response.writeHead(receiver.status, receiver.headers).end();
      });
    });
    return receiver;
  }

  get variables(): Record<string, string> {
    return this.host.variables('hooks.app.test');
  }

  clear(): void {
    this.received.length = 0;
    this.status = 200;
    this.headers = {};
  }

  stop(): Promise<void> {
    return this.host.stop();
  }
}

/** As a receiver verifies it (Standard Webhooks). */
export function isSignedBy(secret: string, { headers, text: body }: Received): boolean {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
}
