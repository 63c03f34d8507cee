import { connect, type Socket } from 'node:net';
import { eventually } from './eventually.js';

/** Waits until it is true. The test's own timeout ends it. */
export const until = async (condition: () => Promise<boolean> | boolean): Promise<void> => {
  await eventually(async () => ((await condition()) ? true : undefined));
};

/** A raw connection. */
export class HeldConnection {
  text = '';
  isClosed = false;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => (this.text += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => (this.isClosed = true));
  }

  /** From an address of the loopback, such as 127.0.0.2. */
  static async open(origin: string, localAddress = '127.0.0.1'): Promise<HeldConnection> {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(origin).port), localAddress });
    const held = new HeldConnection(socket);
    await new Promise((resolve) => socket.once('connect', resolve));
    return held;
  }

  /** Stops reading. */
  pause(): void {
    this.socket.pause();
  }

  write(text: string): void {
    this.socket.write(text);
  }

  /** Sends a request and waits for the response; false if the connection was closed instead. */
  async isServed(): Promise<boolean> {
    this.text = '';
    this.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await until(() => this.isClosed || this.text.includes('\r\n\r\n'));
    return this.text.startsWith('HTTP/1.1 200');
  }

  close(): void {
    this.socket.destroy();
  }
}
