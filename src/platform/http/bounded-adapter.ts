import { createServer, type RequestListener, type Server } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import { noteConnection } from './arrival.js';
import { useOriginForm } from './origin-form.js';

/** Slow senders lose their connection before they can hold many of them (attack G3); milliseconds. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  // How often the two timeouts above are looked at; Node's default of 30 s would treble them.
  connectionsCheckingInterval: 2_000,
} as const;
const MOST_CONNECTIONS = 5_000;

/** Express under Nest, on a server with limits. */
export class BoundedExpressAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    const express = this.getInstance<RequestListener>();
    const server: Server = createServer(LIMITS, (request, response) => {
      useOriginForm(request);
      express(request, response);
    });
    server.maxConnections = MOST_CONNECTIONS;
    server.on('connection', noteConnection);
    this.httpServer = server;
  }
}
