import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Debian's own, newest first. */
const DEBIAN = ['/usr/lib/postgresql/15'];

const EXTENSION = [
  'lib/pg_stat_statements.so',
  'lib/postgresql/pg_stat_statements.so',
  'lib/postgresql/pg_stat_statements.dylib',
];

/**
 * Folder `bin` of a PostgreSQL with pg_stat_statements: the system's, otherwise the embedded one of the server.
 * `scratch` is where the paths of the embedded one are asked for.
 */
export async function findBinaries(scratch) {
  const { locateEmbedded } = await import('../../dist/src/platform/database/embedded-location.js');
  const home = [...DEBIAN, () => locateEmbedded(scratch).nativeDirectory]
    .map((place) => (typeof place === 'string' ? place : place()))
    .find((place) => EXTENSION.some((file) => existsSync(join(place, file))));
  if (home === undefined) throw new Error('No PostgreSQL with pg_stat_statements was found.');
  return join(home, 'bin');
}

/** `PostgreSQL 15.18`. */
export const versionOf = (bin) =>
  execFileSync(join(bin, 'postgres'), ['--version'])
    .toString()
    .replace(/^.*?(\d[\d.]*).*$/s, 'PostgreSQL $1');
