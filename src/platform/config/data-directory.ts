import { chmodSync, mkdirSync } from 'node:fs';

/**
 * Makes a folder that other users may traverse, whatever the umask: PostgreSQL, started by root as another user, has to
 * reach its own folder below. Private files and folders have mode 0600 and 0700.
 */
export function makeTraversable(directory: string): void {
  if (mkdirSync(directory, { recursive: true }) !== undefined) chmodSync(directory, 0o755);
}
