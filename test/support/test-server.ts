import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';

/** Every jest run has its own temporary cluster, named after the run, so that runs are independent. */
export const TEMPLATE = 'template_app';

export function throwAwayServer(run: string): EmbeddedPostgres {
  const root = join(tmpdir(), `ca-test-${run}`);
  return new EmbeddedPostgres({
    dataDirectory: join(root, 'data'),
    socketDirectory: join(root, 's'),
    durable: false,
  });
}

export const throwAwayRoot = (run: string): string => join(tmpdir(), `ca-test-${run}`);
