import { chmodSync, mkdirSync } from 'node:fs';

/**
 * Makes a folder that others may pass through, whatever the umask: PostgreSQL, started by root as another user,
 * has to reach its own folder below. What is private lies in files and folders of mode 0600 and 0700.
 */
export function makeTraversable(directory: string): void {
  if (mkdirSync(directory, { recursive: true }) !== undefined) chmodSync(directory, 0o755);
}
