import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionSettings } from '../config/connection-settings.js';
import { addressOf } from './rate-limit/request-traits.js';

/**
 * Milliseconds in which the headers of a request must be complete, from their first byte or the opening on (attack G3).
 */
const HEADERS_WITHIN = 10_000;
/** Milliseconds that any connection may idle, however many there are: connection pools pause between two requests. */
const SHORT_PAUSE = 5_000;
const LOOK_EVERY = 1_000;
/**
 * Pipelined requests of one connection that may await a response. Few clients pipeline (RFC 9112 §9.3.2), and each
 * response that the client does not read is kept in memory.
 */
const MOST_PIPELINED = 32;
/** Milliseconds without any traffic after which a connection with a pending response is closed. */
export const STALLED_AFTER = 30_000;

/** Whether the address is a trusted proxy, behind which all clients have its address. */
type IsTrusted = (address: string) => boolean;

/** A connection and its state. Times are of this process's monotonic clock. */
interface Connection {
  readonly socket: Socket;
  readonly address: string;
  readonly isTrusted: boolean;
  /** Requests that await a response. */
  requests: number;
  /** Bytes received when it last became idle. */
  bytesBefore: number;
  idleSince: number;
  /** Since when the headers of a request are incomplete; null between two requests. */
  headersSince: number | null;
}

/**
 * Limits the connections of one address, and the idle ones among them. When the server is full, the longest idle one is
 * closed, so that idle connections never prevent new ones.
 */
class Connections {
  private readonly all = new Map<Socket, Connection>();
  private readonly amounts = new Map<string, number>();
  /** Longest idle first. */
  private readonly idle = new Set<Connection>();

  constructor(
    server: Server,
    private readonly settings: ConnectionSettings,
    private readonly isTrusted: IsTrusted,
  ) {
    server.on('connection', (socket) => this.open(socket));
    server.on('request', (request, response) => this.begin(request, response));
    const timer = setInterval(() => this.look(), LOOK_EVERY).unref();
    server.once('close', () => clearInterval(timer));
  }

  private open(socket: Socket): void {
    const { remoteAddress: ip = '' } = socket;
    const address = addressOf({ ip });
    const isTrusted = this.isTrusted(ip);
    const amount = this.amounts.get(address) ?? 0;
    if (!isTrusted && amount >= this.settings.MAX_CONNECTIONS_PER_ADDRESS) {
      socket.destroy();
      return;
    }
    // At its own limit Node drops new connections, so one connection less is kept.
    if (this.all.size >= this.settings.MAX_CONNECTIONS - 1) this.closeLongestIdle();
    const now = performance.now();
    const state = { requests: 0, bytesBefore: 0, idleSince: now, headersSince: now };
    this.all.set(socket, { socket, address, isTrusted, ...state });
    this.amounts.set(address, amount + 1);
    socket.once('close', () => this.forget(socket));
  }

  private begin({ socket }: IncomingMessage, response: ServerResponse): void {
    const connection = this.all.get(socket);
    if (!connection) return;
    connection.requests++;
    if (connection.requests > MOST_PIPELINED) {
      this.close(connection);
      return;
    }
    connection.headersSince = null;
    this.idle.delete(connection);
    response.on('close', () => this.end(connection));
  }

  private end(connection: Connection): void {
    connection.requests--;
    if (connection.requests > 0 || connection.socket.destroyed) return;
    connection.bytesBefore = connection.socket.bytesRead;
    connection.idleSince = performance.now();
    this.idle.add(connection);
  }

  private closeLongestIdle(): void {
    const [longestIdle] = this.idle;
    if (longestIdle) this.close(longestIdle);
  }

  private close({ socket }: Connection): void {
    this.forget(socket);
    socket.destroy();
  }

  private forget(socket: Socket): void {
    const connection = this.all.get(socket);
    if (!connection) return;
    this.all.delete(socket);
    this.idle.delete(connection);
    const left = (this.amounts.get(connection.address) ?? 1) - 1;
    if (left > 0) this.amounts.set(connection.address, left);
    else this.amounts.delete(connection.address);
  }

  private look(): void {
    this.cutSlowHeaders(performance.now());
    this.cutIdle(performance.now());
  }

  /** Node's own timeout for headers must exceed the keep-alive time, which is too long for slow senders. */
  private cutSlowHeaders(now: number): void {
    for (const connection of this.all.values()) {
      if (connection.requests > 0) continue;
      const { headersSince, bytesBefore, socket } = connection;
      if (headersSince !== null && now - headersSince > HEADERS_WITHIN) this.close(connection);
      else if (headersSince === null && socket.bytesRead > bytesBefore) {
        connection.headersSince = now;
      }
    }
  }

  private cutIdle(now: number): void {
    const seen = new Map<string, number>();
    // The most recently idle ones are kept.
    for (const connection of [...this.idle].reverse()) {
      const { address, isTrusted, idleSince } = connection;
      if (isTrusted || now - idleSince < SHORT_PAUSE) continue;
      const amount = (seen.get(address) ?? 0) + 1;
      seen.set(address, amount);
      if (amount > this.settings.MAX_IDLE_CONNECTIONS_PER_ADDRESS) this.close(connection);
    }
  }
}

/** Milliseconds by which Node's timeout for headers exceeds the keep-alive time. */
const MARGIN = 1_000;

/** Applies the limits of the configuration to a server that does not listen yet. */
export function boundConnections(
  server: Server,
  settings: ConnectionSettings,
  isTrusted: IsTrusted,
): void {
  server.keepAliveTimeout = settings.KEEP_ALIVE_SECONDS * 1_000;
  server.headersTimeout = server.keepAliveTimeout + MARGIN;
  server.timeout = STALLED_AFTER;
  server.maxConnections = settings.MAX_CONNECTIONS;
  new Connections(server, settings, isTrusted);
}
