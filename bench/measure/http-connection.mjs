import { connect } from 'node:net';

/** Of no traffic. */
const NO_ANSWER_MS = 30_000;
const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * One keep-alive connection, one request at a time. It knows as much of HTTP/1.1 as the answers of these servers need
 * (RFC 9112 §6: a length, or chunks), so that the driver costs little beside the server it measures.
 */
export class HttpConnection {
  #socket;
  #buffer = null;
  #head = null;
  #settle = null;

  constructor(socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setTimeout(NO_ANSWER_MS, () => socket.destroy(new Error('The server does not answer')));
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('The server closed the connection')));
  }

  static open(port) {
    const socket = connect(port, '127.0.0.1');
    return new Promise((resolve, reject) => {
      socket.once('connect', () => resolve(new HttpConnection(socket)));
      socket.once('error', reject);
    });
  }

  /** `done(error, status, body)`; `body` is valid until `done` returns. */
  send(bytes, done) {
    this.#settle = done;
    this.#socket.write(bytes);
  }

  /** The same as a promise of `{ status, body }`. */
  ask(bytes) {
    return new Promise((resolve, reject) =>
      this.send(bytes, (error, status, body) =>
        error ? reject(error) : resolve({ status, body }),
      ),
    );
  }

  close() {
    this.#settle = null;
    this.#socket.destroy();
  }

  #receive(chunk) {
    const buffer = this.#buffer === null ? chunk : Buffer.concat([this.#buffer, chunk]);
    this.#head ??= readHead(buffer);
    const body = this.#head === null ? null : readBody(buffer, this.#head);
    if (body === null) {
      this.#buffer = buffer;
      return;
    }
    const { status } = this.#head;
    this.#buffer = null;
    this.#head = null;
    const settle = this.#settle;
    this.#settle = null;
    settle?.(null, status, body);
  }

  #fail(error) {
    const settle = this.#settle;
    this.#settle = null;
    settle?.(error, 0, Buffer.alloc(0));
  }
}

function readHead(buffer) {
  const end = buffer.indexOf(HEAD_END);
  if (end < 0) return null;
  const text = buffer.latin1Slice(0, end + 2);
  const length = /\r\ncontent-length: *(\d+)\r/i.exec(text);
  return {
    status: Number(text.slice(9, 12)),
    start: end + 4,
    length: length ? Number(length[1]) : null,
    chunked: length === null && /\r\ntransfer-encoding: *chunked\r/i.test(text),
  };
}

/** Null until it is complete. */
function readBody(buffer, { start, length, chunked }) {
  if (chunked) return readChunks(buffer, start);
  const end = start + (length ?? 0);
  return buffer.length < end ? null : buffer.subarray(start, end);
}

function readChunks(buffer, start) {
  const parts = [];
  for (let at = start; ;) {
    const lineEnd = buffer.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(buffer.latin1Slice(at, lineEnd), 16);
    const next = lineEnd + 2 + size + 2;
    if (buffer.length < next) return null;
    if (size === 0) return Buffer.concat(parts);
    parts.push(buffer.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}
