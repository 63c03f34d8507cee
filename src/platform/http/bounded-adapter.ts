import { createServer, type RequestListener, type Server } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import { noteConnection } from '../single-use/received-at.js';
import { useOriginForm } from './origin-form.js';

/** Slow senders lose their connection before they can hold many of them (attack G3); milliseconds. */
const LIMITS = {
  requestTimeout: 30_000,
  // How often it is looked at; Node's default of 30 s would double it.
  connectionsCheckingInterval: 2_000,
} as const;

/** Express under Nest, on a server with limits. `boundConnections` adds those of the configuration. */
export class BoundedExpressAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    const express = this.getInstance<RequestListener>();
    const server: Server = createServer(LIMITS, (request, response) => {
      // What came in one piece with too many requests before it: its connection was cut for them.
      if (request.socket.destroyed) return;
      useOriginForm(request);
      express(request, response);
    });
    server.on('connection', noteConnection);
    this.httpServer = server;
  }
}
