import { Worker } from 'node:worker_threads';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** Plain JavaScript, for a separate thread: the time to send must not be counted as the server's. */
const CODE = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { request } = require('node:http');
  parentPort.on('message', ({ method, path, headers, body }) => {
    const done = (status) => parentPort.postMessage(status);
    const call = request({ host: '127.0.0.1', port: workerData, method, path, headers, agent: false }, (answer) => {
      answer.resume();
      answer.once('end', () => done(answer.statusCode));
    });
    call.once('error', (error) => done(error.code));
    call.end(body);
  });
`;

/** Sends one request at a time, from another thread. */
export class Sender {
  private readonly worker: Worker;

  constructor(origin: string) {
    this.worker = new Worker(CODE, { eval: true, workerData: Number(new URL(origin).port) });
  }

  /** The status of the response, or the error code of the connection. */
  send(sent: Sent): Promise<number | string> {
    return new Promise((resolve) => {
      this.worker.once('message', resolve);
      this.worker.postMessage(sent);
    });
  }

  stop(): Promise<number> {
    return this.worker.terminate();
  }
}
