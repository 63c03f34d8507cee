import type { Express } from 'express';

interface Layer {
  readonly route?: { readonly path: unknown };
  match(path: string): unknown;
}

/** What a path begins with before its first parameter or optional part. */
const FIXED_START = /^[^:*{}()[\]?+!\\]*/;

/**
 * Makes a route reject by the fixed start of its path: Express tries the pattern of one route after the other, and most
 * do not begin like the path of the request. For all routes, once they are there; routing must be case-sensitive.
 */
export function rejectByStart(server: Express): void {
  const layers = (server as unknown as { router: { stack: Layer[] } }).router.stack;
  for (const layer of layers) {
    const path = layer.route?.path;
    if (typeof path !== 'string') continue;
    const [start = ''] = FIXED_START.exec(path) ?? [];
    const match = layer.match.bind(layer);
    layer.match = (asked) => asked.startsWith(start) && match(asked);
  }
}
