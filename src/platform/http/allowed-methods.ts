import { HttpException } from '@nestjs/common';
import type { Express } from 'express';

/** 405 with the methods that the path supports (RFC 9110 §15.5.6). */
export class MethodNotAllowedError extends HttpException {
  constructor(readonly allow: readonly string[]) {
    super('Method not allowed', 405);
  }
}

interface Layer {
  match(path: string): boolean;
  route?: Route;
}

interface Route {
  methods: Record<string, boolean>;
}

/** The methods of every route that matches `path`, for the `Allow` header; empty if there is no such path. */
export function allowedMethods(server: Express, path: string): string[] {
  const layers = (server as unknown as { router: { stack: Layer[] } }).router.stack;
  const methods = new Set<string>();
  for (const layer of layers) {
    if (!layer.route || isForAllMethods(layer.route) || !layer.match(path)) continue;
    for (const method of Object.keys(layer.route.methods)) methods.add(method.toUpperCase());
  }
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].sort();
}

/** Middleware of Nest, not an endpoint: Express marks such routes, or they name every method. */
const isForAllMethods = ({ methods }: Route): boolean =>
  methods._all === true || Object.keys(methods).length > 9;
