import { request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Environment } from '../config/environment.js';
import { readBody } from '../outbound/read-body.js';

const DEADLINE_MS = 10_000;
const MOST_BYTES = 256 * 1_024;

/** A request to this server, as an app would send it. */
export interface OwnRequest {
  readonly method: 'GET' | 'POST';
  /** A constant of the caller: never from a request. */
  readonly path: `/${string}`;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface OwnAnswer {
  readonly status: number;
  /** Parsed; null if it is empty or not JSON. */
  readonly body: unknown;
}

/** It may have been carried out all the same. */
export class OwnServerError extends Error {}

/**
 * Sends requests to the port that this process listens on, and nowhere else. So the answer is what the server answers,
 * with all its guards and limits.
 */
@Injectable()
export class OwnServer {
  private readonly authority: string;

  constructor(
    private readonly adapters: HttpAdapterHost,
    { ISSUER_URL }: Environment,
  ) {
    this.authority = new URL(ISSUER_URL).host;
  }

  /** @throws OwnServerError if the server stops meanwhile, or does not answer in time */
  async send(sent: OwnRequest): Promise<OwnAnswer> {
    try {
      const response = await this.exchange(sent);
      const text = await readBody(response, MOST_BYTES);
      return { status: response.statusCode ?? 0, body: parsed(text) };
    } catch (cause) {
      throw new OwnServerError(`No answer to ${sent.method} ${sent.path}.`, { cause });
    }
  }

  private exchange({ method, path, headers, body }: OwnRequest): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = request({
        ...{ ...this.destination(), method, path },
        agent: false,
        signal: AbortSignal.timeout(DEADLINE_MS),
        headers: {
          host: this.authority,
          accept: 'application/json',
          ...headers,
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
        },
      });
      outgoing.once('response', resolve).on('error', reject).end(body);
    });
  }

  private destination(): { readonly host: string; readonly port: number } {
    const server = this.adapters.httpAdapter.getHttpServer() as Server;
    const { address, port } = server.address() as AddressInfo;
    return { host: LOOPBACK[address] ?? address, port };
  }
}

/** For a server that listens on all addresses. On `::` Node listens for IPv4 too, and a machine may lack `::1`. */
const LOOPBACK: Readonly<Record<string, string>> = { '::': '127.0.0.1', '0.0.0.0': '127.0.0.1' };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
